// Which of our orders an event speaks of. Our own note of the session decides; the id we gave Stripe helps where we crashed before noting.
import { AppError } from '@farebox/errors'
import { z } from 'zod'
import type { Till } from '../open-checkout.ts'

const anOrderId = z.uuid()

/** Undefined for a session that is not ours. Throws where it should be ours and is not known: to be tried again. */
export async function orderOf(
  { database }: Till,
  { sessionId, orderId }: { sessionId: string; orderId: string | null },
): Promise<string | undefined> {
  const noted = await database.order.findUnique({ where: { stripeSessionId: sessionId }, select: { id: true } })
  if (noted) return noted.id
  if (!anOrderId.safeParse(orderId).success || orderId === null) return undefined
  const named = await database.order.findUnique({ where: { id: orderId }, select: { id: true } })
  if (!named) throw new AppError('not_found', { internal: `Stripe session ${sessionId} names order ${orderId}, which does not exist` })
  return named.id
}
