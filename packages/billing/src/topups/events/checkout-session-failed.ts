// A payment that was on its way did not arrive. The order is closed, unless Stripe says by now that it is paid.
import { z } from 'zod'
import { readPayment } from '../../payments/book-payment.ts'
import type { EventHandler } from './event-handler.ts'
import { orderOf } from './order-of.ts'

const session = z.object({ id: z.string(), client_reference_id: z.string().nullable() })

export const checkoutSessionFailed: EventHandler = async (till, object) => {
  const { id, client_reference_id } = session.parse(object)
  const orderId = await orderOf(till, { sessionId: id, orderId: client_reference_id })
  if (orderId === undefined) return undefined
  const booking = await readPayment(till, { orderId, sessionId: id })
  return async (transaction, now) => {
    const completion = await booking?.(transaction, now)
    if (completion !== 'waiting') return
    await transaction.order.updateMany({ where: { id: orderId, status: { in: ['created', 'open'] } }, data: { status: 'failed' } })
  }
}
