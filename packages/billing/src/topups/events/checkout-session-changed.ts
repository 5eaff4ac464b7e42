// The hosted page was completed, paid later, or expired: in each case the session is asked what is true now.
import { z } from 'zod'
import { readPayment } from '../../payments/book-payment.ts'
import type { EventHandler } from './event-handler.ts'
import { orderOf } from './order-of.ts'

const session = z.object({ id: z.string(), client_reference_id: z.string().nullable() })

export const checkoutSessionChanged: EventHandler = async (till, object) => {
  const { id, client_reference_id } = session.parse(object)
  const orderId = await orderOf(till, { sessionId: id, orderId: client_reference_id })
  return orderId === undefined ? undefined : readPayment(till, { orderId, sessionId: id })
}
