// One card that pays for more wallets than a family has: it is blocked as soon as it does, and the clock tells the operators.
import { listStanding } from '@farebox/auth/risk-lists'
import { type DatabaseTransaction, newId } from '@farebox/db'
import { riskSettings } from './risk-settings.ts'

const DAY_MS = 24 * 60 * 60_000
export const COUNTED_DAYS = 30
const BLOCKED_DAYS = 30

type PaidBy = { fingerprint: string; isLive: boolean; now: Date }

/** Called where a card has just paid. A card on the allow list stays as it is; one that is blocked is not blocked twice. */
export async function blockSharedCard(transaction: DatabaseTransaction, { fingerprint, isLive, now }: PaidBy): Promise<void> {
  const { walletsPerCard, comparesPracticeCards } = await riskSettings(transaction)
  if (!isLive && !comparesPracticeCards) return
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS)
  const [row] = await transaction.$queryRaw<{ wallets: number }[]>`
    select count(distinct wallet_id)::int as wallets from payment_card where fingerprint = ${fingerprint} and at > ${since}`
  const wallets = row?.wallets ?? 0
  if (wallets <= walletsPerCard) return
  const { isAllowed, blocked } = await listStanding(transaction, { cardFingerprints: [fingerprint] }, now)
  if (isAllowed || blocked) return
  const reason = `It paid for ${wallets} wallets within ${COUNTED_DAYS} days.`
  const expiresAt = new Date(now.getTime() + BLOCKED_DAYS * DAY_MS)
  const entry = { list: 'block', kind: 'card_fingerprint', value: fingerprint, reason, expiresAt, addedAt: now } as const
  await transaction.riskEntry.create({ data: { id: newId(now.getTime()), ...entry } })
}
