// A charge changed: its balance transaction may have appeared, and with it Stripe's fee.
import { z } from 'zod'
import { readStripeFee } from '../book-stripe-fee.ts'
import { readCompletion } from '../complete-order.ts'
import type { EventHandler } from './event-handler.ts'

const charge = z.object({ payment_intent: z.string().nullable(), metadata: z.object({ order: z.uuid() }).partial().optional() })

/** Events arrive in any order: where the order is not completed yet, it is completed first. */
export const chargeUpdated: EventHandler = async (till, object) => {
  const { payment_intent: paymentIntent, metadata } = charge.parse(object)
  if (!paymentIntent) return undefined
  const orderId = metadata?.order ?? (await till.stripe.payment(paymentIntent)).orderId
  const known = orderId ? await till.database.order.findUnique({ where: { id: orderId }, select: { id: true } }) : null
  if (!known) return undefined
  const completion = await readCompletion(till, known.id)
  const fee = await readStripeFee(till, paymentIntent)
  return async (transaction, now) => {
    await completion(transaction, now)
    await fee?.(transaction, now)
  }
}
