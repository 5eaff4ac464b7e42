// Something of a payment changed: it was taken, its fee appeared, money went back, a bank asks. Which event it was does not matter.
import { z } from 'zod'
import { readPayment } from '../../payments/book-payment.ts'
import type { EventHandler } from './event-handler.ts'

/** A payment names itself; charges, refunds, disputes and warnings name their payment. */
const aboutPayment = z.object({ id: z.string(), object: z.string(), payment_intent: z.string().nullish() })

export const paymentChanged: EventHandler = async (till, content) => {
  const { id, object, payment_intent } = aboutPayment.parse(content)
  const paymentIntent = object === 'payment_intent' ? id : payment_intent
  return paymentIntent ? readPayment(till, { paymentIntent }) : undefined
}
