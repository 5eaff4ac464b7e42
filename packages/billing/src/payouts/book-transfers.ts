// Books what Stripe did for a payout: sent once, and each reversal once. Stripe's own list decides, never an event.
import { newId, type PayoutModel } from '@farebox/db'
import { payoutReversed, payoutSent, post } from '@farebox/ledger'
import { fromCents } from '@farebox/money'
import { noteStripeBooking } from '../reconciliation/note-stripe-booking.ts'
import { recordBreak } from '../reconciliation/record-break.ts'
import type { StripeTransfer } from '../stripe/money-out-gate.ts'
import type { MoneyOut } from './money-out.ts'
import { movePayout, type PayoutActor } from './move-payout.ts'
import { leftStatuses } from './payout-statuses.ts'

export type TransfersFound = {
  /** Everything Stripe has for this payout, oldest first. */
  transfers: StripeTransfer[]
  actor: PayoutActor
  now: Date
}

/** Call it alone with the organization's money out. Answers whether the payout is known to have left. */
export async function bookTransfers(moneyOut: MoneyOut, payoutId: string, { transfers, actor, now }: TransfersFound): Promise<boolean> {
  const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  const { ours, strange } = sorted(payout, transfers)
  for (const transfer of strange) await reportTransfer(moneyOut, transfer, now)
  if (!ours) return false
  if (payout.status === 'sending' || payout.status === 'unknown') {
    await bookSent(moneyOut, payout, { transferId: ours.transferId, actor, now })
  } else if (!isLeft(payout)) {
    await reportTransfer(moneyOut, ours, now)
    return false
  }
  await bookReversals(moneyOut, payout.id, { transfer: ours, now })
  return true
}

const isLeft = ({ status }: PayoutModel) => (leftStatuses as readonly string[]).includes(status)

/** The transfer that is this payout, and those that name it but are not: the latter are for a person. */
function sorted(payout: PayoutModel, transfers: StripeTransfer[]): { ours: StripeTransfer | undefined; strange: StripeTransfer[] } {
  const ours = transfers.find(({ transferId, destination, amountCents }) =>
    payout.stripeTransferId
      ? transferId === payout.stripeTransferId
      : destination === payout.stripeAccountId && amountCents === payout.amountCents,
  )
  return { ours, strange: transfers.filter((transfer) => transfer !== ours) }
}

export async function bookSent(
  moneyOut: MoneyOut,
  payout: PayoutModel,
  { transferId, actor, now }: { transferId: string; actor: PayoutActor; now: Date },
): Promise<void> {
  const { transaction } = moneyOut
  const { transactionId } = await post(
    transaction,
    payoutSent({ transactionId: newId(), payoutId: payout.id, amountCents: payout.amountCents }),
  )
  await noteStripeBooking(transaction, { sourceId: transferId, category: 'transfer', transactionId, now })
  await transaction.payoutAttempt.updateMany({
    where: { payoutId: payout.id, attempt: payout.attempt },
    data: { outcome: 'accepted', finishedAt: now, failure: null },
  })
  const says = `Stripe took transfer ${transferId}.`
  await movePayout(moneyOut, payout, { to: 'sent', actor, says, changes: { stripeTransferId: transferId, sentAt: now }, now })
}

async function bookReversals(
  moneyOut: MoneyOut,
  payoutId: string,
  { transfer, now }: { transfer: StripeTransfer; now: Date },
): Promise<void> {
  const { transaction } = moneyOut
  const payout = await transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  const { organizationId } = payout
  const hold = await transaction.earningsHold.findFirst({ where: { organizationId, releasedAt: null }, orderBy: { placedAt: 'asc' } })
  let reversedCents = payout.reversedCents
  for (const { reversalId, amountCents } of transfer.reversals) {
    const back = { transactionId: newId(), organizationId, reversalId, amountCents, isHeld: hold !== null }
    const known = await transaction.operation.findUnique({ where: { operationKey: payoutReversed(back).operationKey } })
    if (known) continue
    const { transactionId } = await post(transaction, payoutReversed(back))
    await noteStripeBooking(transaction, { sourceId: reversalId, category: 'transfer_reversal', transactionId, now })
    if (hold) {
      await transaction.earningsHold.update({ where: { id: hold.id }, data: { heldMicrocents: { increment: fromCents(amountCents) } } })
    }
    reversedCents += amountCents
  }
  if (reversedCents === payout.reversedCents) return
  const isWhole = reversedCents === payout.amountCents
  const to = isWhole ? 'returned' : payout.status
  const says = `Stripe took back ${reversedCents - payout.reversedCents} cents.`
  const failure = isWhole ? 'Stripe took the whole transfer back. The money is in your earnings again.' : payout.failure
  await movePayout(moneyOut, payout, { to, actor: { kind: 'stripe' }, says, changes: { reversedCents, failure }, now })
}

/** Never money: a person looks. */
export async function reportTransfer({ transaction }: Pick<MoneyOut, 'transaction'>, transfer: StripeTransfer, now: Date): Promise<void> {
  const { transferId, payoutId, destination, amountCents } = transfer
  await recordBreak(transaction, {
    ...{ kind: 'payout.unknown_transfer', subject: transferId, amountMicrocents: fromCents(amountCents), severity: 'money', now },
    explanation: `Stripe has transfer ${transferId} of ${amountCents} cents to ${destination}${payoutId ? ` for payout ${payoutId}` : ''}, which none of our payouts is waiting for.`,
  })
}
