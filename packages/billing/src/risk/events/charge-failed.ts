// A card was declined. Counted, never booked: no money moved. The event itself is what happened; Stripe's payment shows its last try only.
import { z } from 'zod'
import type { EventHandler } from '../../topups/events/event-handler.ts'
import { payerOf } from '../payer-of.ts'

const charge = z.object({
  id: z.string().max(255),
  metadata: z.object({ order: z.uuid() }),
  failure_code: z.string().nullish(),
  payment_method_details: z.object({ card: z.object({ fingerprint: z.string().nullish() }).nullish() }).nullish(),
  created: z.int(),
})

export const chargeFailed: EventHandler = async ({ database }, object) => {
  const read = charge.safeParse(object)
  if (!read.success) return undefined
  const { id, metadata, failure_code: code, payment_method_details: paidWith, created } = read.data
  const order = await database.order.findUnique({ where: { id: metadata.order } })
  if (!order) return undefined
  const opening = await database.checkoutOpening.findUnique({ where: { orderId: order.id } })
  const from = { orderId: order.id, payerId: payerOf(order), network: opening?.network ?? null }
  const fingerprint = paidWith?.card?.fingerprint ?? null
  const decline = { id, ...from, fingerprint, code: code ?? null, at: new Date(created * 1_000) }
  return async (transaction) => {
    await transaction.cardDecline.createMany({ data: [decline], skipDuplicates: true })
  }
}
