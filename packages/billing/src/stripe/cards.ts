// Saved cards and their owners at Stripe.
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { cardFacts } from './card-facts.ts'
import type { CardsGate, CustomerRequest, SavedCard } from './cards-gate.ts'
import { cancelPayment, chargeSavedCard, confirm, lookForCharge } from './charge-saved-card.ts'
import { failureOf } from './outcome.ts'

export function openCards(stripe: Stripe): CardsGate {
  return {
    customerFor: (request) => customerFor(stripe, request),
    savedCards: (customerId) => savedCards(stripe, customerId),
    removeCard: (paymentMethodId) => removeCard(stripe, paymentMethodId),
    chargeSavedCard: (charge) => chargeSavedCard(stripe, charge),
    lookForCharge: (charge) => lookForCharge(stripe, charge),
    confirm: (request) => confirm(stripe, request),
    cancelPayment: (paymentIntent) => cancelPayment(stripe, paymentIntent),
  }
}

async function customerFor(stripe: Stripe, { ownerId, email }: CustomerRequest): Promise<{ customerId: string }> {
  // Another address makes another key: Stripe refuses a key that comes back with other parameters.
  const address = createHash('sha256').update(email).digest('hex').slice(0, 16)
  const { id } = await stripe.customers.create(
    { email, metadata: { owner: ownerId } },
    { idempotencyKey: `customer:${ownerId}:${address}` },
  )
  return { customerId: id }
}

async function savedCards(stripe: Stripe, customerId: string): Promise<SavedCard[]> {
  const { data } = await stripe.customers.listPaymentMethods(customerId, { type: 'card', limit: 100 })
  return data.flatMap(({ id: paymentMethodId, card: atStripe, created }) => {
    const card = cardFacts(atStripe)
    return card === null ? [] : [{ paymentMethodId, customerId, card, createdAt: new Date(created * 1000) }]
  })
}

async function removeCard(stripe: Stripe, paymentMethodId: string): Promise<void> {
  try {
    await stripe.paymentMethods.detach(paymentMethodId)
  } catch (cause) {
    // Not attached any more, or never there: it cannot be charged, which is all that was asked for.
    if (failureOf(cause).kind !== 'refused') throw cause
  }
}
