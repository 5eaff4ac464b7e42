// What keeps an approved payout from being sent: asked under its lock, right before Stripe is.
import type { DatabaseTransaction, PayoutModel } from '@farebox/db'
import { earningsBalances } from './earnings-balances.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export type SendingStop =
  /** A person decides. */
  | { kind: 'hold'; reason: string; message: string; reviewAt: Date }
  /** It ends, and the next run makes another one on the new facts. */
  | { kind: 'cancel'; reason: string; message: string }

export async function sendingStop(transaction: DatabaseTransaction, payout: PayoutModel, now: Date): Promise<SendingStop | undefined> {
  return (
    (await destinationStop(transaction, payout, now)) ??
    (await holdStop(transaction, payout)) ??
    (await disputeStop(transaction, payout, now)) ??
    (await debtStop(transaction, payout))
  )
}

async function destinationStop(transaction: DatabaseTransaction, payout: PayoutModel, now: Date): Promise<SendingStop | undefined> {
  const account = await transaction.payoutAccount.findUnique({ where: { organizationId: payout.organizationId } })
  const isPinned = account?.stripeAccountId === payout.stripeAccountId && account.bankFingerprint === payout.bankFingerprint
  if (!account || !isPinned) {
    return { kind: 'cancel', reason: 'destination_changed', message: 'Your bank account changed before this payout was sent.' }
  }
  const reviewAt = new Date(now.getTime() + 3 * DAY_MS)
  if (account.transfersStatus !== 'active') {
    const message = 'Stripe does not let your account receive money at the moment. The payouts page says what it needs.'
    return { kind: 'hold', reason: 'account_not_ready', message, reviewAt }
  }
  if (account.stripeBalanceCents < 0) {
    const message = 'Your balance at Stripe is below zero: Stripe would keep this payout.'
    return { kind: 'hold', reason: 'negative_balance', message, reviewAt }
  }
  return undefined
}

async function holdStop(transaction: DatabaseTransaction, { organizationId }: PayoutModel): Promise<SendingStop | undefined> {
  const hold = await transaction.earningsHold.findFirst({ where: { organizationId, releasedAt: null }, orderBy: { placedAt: 'asc' } })
  return hold ? { kind: 'hold', reason: hold.reason, message: hold.message, reviewAt: hold.reviewAt } : undefined
}

/** A payment that paid this developer is being disputed: what it paid may have to be given back, and may be in this payout. */
async function disputeStop(transaction: DatabaseTransaction, { organizationId }: PayoutModel, now: Date): Promise<SendingStop | undefined> {
  const [dispute] = await openDisputes(transaction, organizationId)
  return dispute ? { kind: 'hold', ...disputeHoldOn(now) } : undefined
}

/** What the developer of a payout is told while a dispute may claim some of it. */
export const disputeHoldOn = (now: Date) => ({
  reason: 'dispute',
  message: 'A payment behind these earnings is disputed. A person looks at it before this payout is sent.',
  reviewAt: new Date(now.getTime() + 7 * DAY_MS),
})

/** Open disputes and warnings of payments whose markup could not all be set aside: it has left the earnings, perhaps into a payout. */
export async function openDisputes(transaction: DatabaseTransaction, organizationId: string): Promise<{ id: string }[]> {
  const where = { organizationId, missingMicrocents: { gt: 0 }, dispute: { phase: 'open' as const } }
  const found = await transaction.disputeEarning.findMany({ where, orderBy: { disputeId: 'asc' }, take: 20 })
  return found.map(({ disputeId: id }) => ({ id }))
}

async function debtStop(transaction: DatabaseTransaction, { organizationId }: PayoutModel): Promise<SendingStop | undefined> {
  const { owed } = await earningsBalances(transaction, organizationId)
  if (owed === 0n) return undefined
  const message = 'A refund or dispute left your organization owing money. The next payout repays it first.'
  return { kind: 'cancel', reason: 'debt', message }
}
