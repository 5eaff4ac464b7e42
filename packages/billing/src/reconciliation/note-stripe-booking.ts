// Which line of Stripe's book a movement of ours books. Noted in the transaction that posts the movement: without a note, money that
// moved at Stripe in our books has no counterpart there, and that is a break.
import type { DatabaseTransaction } from '@farebox/db'

export type StripeBookingNote = {
  /** Stripe's object behind the line: `ch_…`, `tr_…`, `trr_…`, `po_…`; the line itself (`txn_…`) where Stripe names none. */
  sourceId: string
  /** The line's reporting category: `charge`, `transfer`, `transfer_reversal`, … */
  category: string
  transactionId: string
  now: Date
}

/** Once per line. Safe to repeat. */
export async function noteStripeBooking(
  transaction: DatabaseTransaction,
  { sourceId, category, transactionId, now }: StripeBookingNote,
): Promise<void> {
  await transaction.stripeBooking.createMany({ data: [{ sourceId, category, transactionId, bookedAt: now }], skipDuplicates: true })
}
