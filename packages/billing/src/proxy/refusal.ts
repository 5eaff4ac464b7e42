// A hold's refusal as an error: which fund was short, by how much, and where more comes from.
import type { Database } from '@farebox/db'
import { AppError, type ErrorCode, errorCodes } from '@farebox/errors'
import type { HoldAnswer } from '@farebox/ledger/holds'
import { type Microcents, microcents, toDollars } from '@farebox/money'
import type { CallToReserve, Decision } from './reserve.ts'
import type { PayerKind, WalletLinks } from './wallet-links.ts'

export type RefusalDesk = { database: Database; links: WalletLinks }

const HELD_RETRY_SECONDS = 5
const BUSY_RETRY_SECONDS = 1

const limitSources: Partial<Record<ErrorCode, string>> = {
  wallet_empty: 'wallet',
  funds_held: 'wallet',
  wallet_in_debt: 'wallet',
  developer_balance_empty: 'organization',
  spending_limit_reached: 'connection',
  call_limit_reached: 'call',
  key_budget_reached: 'api_key',
}

export async function refusalOf(
  call: Pick<CallToReserve, 'caller' | 'externalUserId'>,
  { answer, payer }: Pick<Decision, 'answer' | 'payer'>,
  { database, links }: RefusalDesk,
): Promise<AppError> {
  const code = codeOf(answer.outcome, payer.kind)
  const { appId } = call.caller
  if (code in limitSources) {
    const held = code === 'funds_held' ? await heldIn(database, payer.walletId) : undefined
    const isGuest = payer.kind === 'guest' && code === 'wallet_empty'
    return new AppError(code, {
      ...(isGuest && { message: 'What the app gave you to try it is used up. Nothing was charged. Sign in to continue.' }),
      metadata: {
        limit_source: isGuest ? 'guest' : limitSources[code],
        ...limitFacts(answer),
        available: toDollars(answer.spendableMicrocents),
        affordable_max_tokens: Math.max(0, answer.affordableUnits),
        topup_url: links.topup(payer),
        ...(payer.kind === 'user' && { manage_url: links.manage(appId) }),
        ...(held !== undefined && { held: toDollars(held), retry_after: HELD_RETRY_SECONDS }),
      },
    })
  }
  if (code === 'connection_expired' || code === 'connection_revoked' || code === 'user_not_found') {
    return new AppError(code, { metadata: { connect_url: links.connect(appId, call.externalUserId ?? '') } })
  }
  if (code === 'idempotency_in_progress' || code === 'concurrency_limit')
    return new AppError(code, { metadata: { retry_after: BUSY_RETRY_SECONDS } })
  if (code === 'model_not_allowed') return new AppError(code, { param: 'model' })
  return new AppError(code, { internal: `the hold was refused: ${answer.outcome}` })
}

function codeOf(outcome: HoldAnswer['outcome'], payerKind: PayerKind): ErrorCode {
  if (outcome === 'wallet_empty' && payerKind === 'organization') return 'developer_balance_empty'
  if (outcome === 'moved' || outcome === 'not_found') return 'user_not_found'
  if (outcome === 'stale_price' || outcome === 'busy') return 'busy'
  return outcome in errorCodes ? (outcome as ErrorCode) : 'internal_error'
}

function limitFacts({ limit }: HoldAnswer) {
  if (!limit) return {}
  return {
    limit: toDollars(limit.amountMicrocents),
    spent: toDollars(limit.usedMicrocents),
    ...(limit.resetsAt && { resets_at: new Date(limit.resetsAt).toISOString() }),
  }
}

async function heldIn(database: Database, walletId: string): Promise<Microcents> {
  const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { heldMicrocents: true } })
  return microcents(_sum.heldMicrocents ?? 0n)
}
