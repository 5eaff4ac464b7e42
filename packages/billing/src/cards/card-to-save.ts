// What a checkout asks of Stripe so that its card is kept: nothing, unless its buyer agreed.
import type { OrderModel } from '@farebox/db'
import { maySaveCard } from './consent-to-save.ts'
import { type CustomerDesk, customerOf } from './customer-of.ts'

export type CardToSave = { customerId?: string; saveCard?: true }

export async function cardToSave(
  desk: CustomerDesk,
  { order, buyer, now }: { order: OrderModel; buyer: { userId: string | null }; now: Date },
): Promise<CardToSave> {
  const consent = await desk.database.cardConsent.findUnique({ where: { orderId: order.id } })
  if (!consent || !order.buyerEmail || !maySaveCard(order, consent, buyer)) return {}
  return { customerId: await customerOf(desk, { walletId: consent.walletId, email: order.buyerEmail, now }), saveCard: true }
}
