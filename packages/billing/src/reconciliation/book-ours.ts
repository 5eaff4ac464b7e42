// Books the lines of Stripe's book that nothing else books: payouts to our bank, and what Stripe charges us for itself.
import { type Database, newId, type StripeBalanceTransactionModel } from '@farebox/db'
import { bankPayoutBooked, type Movement, post, stripeChargeBooked } from '@farebox/ledger'
import { toCents } from '@farebox/money'
import { categoryOf, isStripesOwn } from './categories.ts'
import { centsToMicrocents } from './line-amount.ts'
import { noteStripeBooking } from './note-stripe-booking.ts'
import { unbookedLines } from './unbooked-lines.ts'

/** Returns how many were booked. Booking a line again changes nothing. */
export async function bookOurs(database: Database, now: Date): Promise<number> {
  const lines = await unbookedLines(database)
  const ours = lines.filter(
    ({ reportingCategory, currency }) => categoryOf(reportingCategory)?.bookedBy === 'reconciliation' && currency === 'usd',
  )
  for (const line of ours) {
    await database.$transaction(async (transaction) => {
      const { transactionId } = await post(transaction, movementOf(line))
      await noteStripeBooking(transaction, { sourceId: line.sourceId, category: line.reportingCategory, transactionId, now })
    })
  }
  return ours.length
}

function movementOf({ sourceId, reportingCategory: category, ...line }: StripeBalanceTransactionModel): Movement {
  const booked = { transactionId: newId(), mode: 'live', sourceId, category } as const
  if (isStripesOwn(category)) return stripeChargeBooked({ ...booked, netCents: cents(line.netCents) })
  return bankPayoutBooked({ ...booked, amountCents: cents(line.amountCents), feeCents: cents(line.feeCents) })
}

const cents = (kept: bigint): number => toCents(centsToMicrocents(kept))
