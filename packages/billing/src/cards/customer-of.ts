// Who a wallet is at Stripe: one customer, made when a card is saved for the first time.
import type { Database } from '@farebox/db'
import type { StripeGate } from '../stripe/stripe-gate.ts'

export type CustomerDesk = { database: Database; stripe: Pick<StripeGate, 'cards'> }

export async function customerOf(
  { database, stripe }: CustomerDesk,
  { walletId, email, now }: { walletId: string; email: string; now: Date },
) {
  const known = await database.stripeCustomer.findUnique({ where: { walletId } })
  if (known) return known.customerId
  const { customerId } = await stripe.cards.customerFor({ ownerId: walletId, email })
  // Two at once were answered the same customer, or the first that is written counts.
  await database.stripeCustomer.createMany({ data: [{ walletId, customerId, createdAt: now }], skipDuplicates: true })
  const kept = await database.stripeCustomer.findUniqueOrThrow({ where: { walletId } })
  return kept.customerId
}
