// Events of a payout. It is the organization's, so the endpoints of all its apps are told.
import { type DatabaseTransaction, type PayoutModel, type PayoutStatus, publicId } from '@farebox/db'
import { fromCents, toDollars } from '@farebox/money'
import type { WebhookEventType } from './events.ts'
import { recordEvent } from './record-event.ts'

const eventOf: Partial<Record<PayoutStatus, WebhookEventType>> = {
  created: 'payout.created',
  held: 'payout.held',
  paid: 'payout.paid',
  rejected: 'payout.failed',
  failed: 'payout.failed',
  returned: 'payout.failed',
}

/** Of states that are ours alone, such as a review, nothing is told. */
export async function tellOfPayout(transaction: DatabaseTransaction, payoutId: string, now: Date): Promise<void> {
  const payout = await transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
  const type = eventOf[payout.status]
  if (!type) return
  const { organizationId } = payout
  const objectId = publicId('payout', payoutId)
  await recordEvent(transaction, { type, mode: 'live', about: { organizationId }, objectId, data: toldPayout(payout), now })
}

function toldPayout(payout: PayoutModel) {
  const { id, status, amountCents, holdMessage, failure, reviewAt } = payout
  return {
    ...{ payout_id: publicId('payout', id), status, amount: toDollars(fromCents(amountCents)), currency: 'USD' },
    /** Why, in a sentence, where it did not simply arrive. */
    message: status === 'held' ? holdMessage : failure,
    review_at: status === 'held' ? (reviewAt?.toISOString() ?? null) : null,
  }
}
