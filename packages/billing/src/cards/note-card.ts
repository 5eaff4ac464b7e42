// A payment's card, noted once: what rules about cards read later. Where its owner agreed, the card is kept for them.
import { type CardConsentModel, type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'
import { blockSharedCard } from '../risk/block-shared-card.ts'
import { refusePayment } from '../risk/refuse-payment.ts'
import type { StripeCard, StripePayment } from '../stripe/payment-gate.ts'

type PaidBy = Pick<StripePayment, 'card' | 'customerId' | 'paymentMethodId'>
type Facts = { order: OrderModel; payment: PaidBy; isLive: boolean; now: Date }

/** Call it in the transaction in which an order was paid or put aside. Safe to repeat. */
export async function noteCard(transaction: DatabaseTransaction, facts: Facts): Promise<void> {
  const { order, payment, isLive, now } = facts
  const { card } = payment
  if (!card) return
  const { id: orderId, walletId, organizationId } = order
  const { fingerprint, brand, lastFour, country } = card
  // An app's order names the app's organization, which pays nothing.
  const payer = { walletId, organizationId: order.kind === 'wallet_topup' ? null : organizationId }
  const noted = await transaction.paymentCard.createMany({
    data: [{ orderId, ...payer, fingerprint, brand, lastFour, country, livemode: isLive, at: now }],
    skipDuplicates: true,
  })
  if (noted.count === 0) return
  if (fingerprint && order.kind === 'wallet_topup') await blockSharedCard(transaction, { fingerprint, isLive, now })
  const consent = await transaction.cardConsent.findUnique({ where: { orderId } })
  if (consent && !(await refusePayment(transaction, facts))) await keepCard(transaction, { consent, card, payment, now })
}

type Kept = { consent: CardConsentModel; card: StripeCard; payment: PaidBy; now: Date }

/** Only a card that Stripe keeps for this wallet's own customer. */
async function keepCard(transaction: DatabaseTransaction, { consent: { walletId }, card, payment, now }: Kept): Promise<void> {
  const { customerId, paymentMethodId } = payment
  const customer = await transaction.stripeCustomer.findUnique({ where: { walletId } })
  if (!customer || !paymentMethodId || customer.customerId !== customerId) return
  const { fingerprint, brand, lastFour, country, expMonth, expYear } = card
  const before = fingerprint ? await transaction.savedCard.findFirst({ where: { walletId, fingerprint, removedAt: null } }) : null
  if (before?.paymentMethodId === paymentMethodId) return
  if (before) await transaction.savedCard.update({ where: { id: before.id }, data: { removedAt: now } })
  const id = newId(now.getTime())
  const facts = { fingerprint, brand, lastFour, country, expMonth, expYear }
  await transaction.savedCard.createMany({
    data: [{ id, walletId, customerId, paymentMethodId, ...facts, savedAt: now }],
    skipDuplicates: true,
  })
  // The same card, saved again: an automatic top-up goes on with what Stripe knows it by now.
  if (before) await transaction.autoTopup.updateMany({ where: { walletId, cardId: before.id }, data: { cardId: id } })
}
