// What a person wants to be told of by mail. Receipts, refunds and whatever touches a card or a sign-in are always sent.
import type { Database, NoticeKind } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, wholeCents } from '@farebox/money'

export type NoticePreferences = { newApp: boolean; limits: boolean; lowBalance: boolean; lowBalanceBelow: Microcents }

const LOW_BALANCE_CENTS = 100
const LOW_BALANCE_CENTS_MAX = 1_000_000

export async function readPreferences(database: Database, userId: string): Promise<NoticePreferences> {
  const kept = await database.noticePreference.findUnique({ where: { userId } })
  return {
    ...{ newApp: kept?.newApp ?? true, limits: kept?.limits ?? true, lowBalance: kept?.lowBalance ?? true },
    lowBalanceBelow: fromCents(kept?.lowBalanceCents ?? LOW_BALANCE_CENTS),
  }
}

export type ChangedPreferences = Partial<NoticePreferences>

export async function changePreferences(
  database: Database,
  { userId, now }: { userId: string; now: Date },
  { lowBalanceBelow, ...wanted }: ChangedPreferences,
): Promise<void> {
  const lowBalanceCents = lowBalanceBelow === undefined ? undefined : wholeCents(lowBalanceBelow)
  if (lowBalanceCents !== undefined && (lowBalanceCents < 1 || lowBalanceCents > LOW_BALANCE_CENTS_MAX)) {
    throw new AppError('invalid_request', { message: 'Choose an amount between $0.01 and $10,000.', param: 'lowBalanceBelow' })
  }
  const data = { ...wanted, ...(lowBalanceCents !== undefined && { lowBalanceCents }), updatedAt: now }
  await database.noticePreference.upsert({ where: { userId }, create: { userId, ...data }, update: data })
}

const preferenceOf = {
  app_connected: 'newApp',
  limit_near: 'limits',
  limit_reached: 'limits',
  balance_low: 'lowBalance',
} as const satisfies Record<NoticeKind, keyof NoticePreferences>

export const isWanted = (kind: NoticeKind, preferences: NoticePreferences): boolean => preferences[preferenceOf[kind]]
