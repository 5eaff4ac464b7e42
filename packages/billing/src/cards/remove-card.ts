// Removing a card: from this moment it is never charged, whatever Stripe says; the clock then lets go of it at Stripe too.
import type { Database } from '@farebox/db'
import { stopAutoTopups } from '../auto-topups/stop-auto-topup.ts'
import type { StripeGate } from '../stripe/stripe-gate.ts'
import { ownCard } from './saved-cards.ts'

export async function removeCard(
  database: Database,
  { walletId, cardId, now }: { walletId: string; cardId: string; now: Date },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const card = await ownCard(transaction, walletId, cardId)
    await transaction.savedCard.update({ where: { id: card.id }, data: { removedAt: now } })
    await stopAutoTopups(transaction, { walletIds: [walletId], cardId: card.id, reason: 'card_removed', now })
  })
}

const CARDS_PER_RUN = 10

/** Returns how many Stripe let go of. Throws where one was not: it is tried again at the next run. */
export async function detachRemovedCards(
  { database, stripe }: { database: Database; stripe: Pick<StripeGate, 'cards'> },
  now: Date,
): Promise<number> {
  const removed = await database.savedCard.findMany({
    where: { removedAt: { not: null }, detachedAt: null },
    orderBy: { removedAt: 'asc' },
    take: CARDS_PER_RUN,
  })
  const outcomes = await Promise.allSettled(
    removed.map(async ({ id, paymentMethodId }) => {
      await stripe.cards.removeCard(paymentMethodId)
      await database.savedCard.update({ where: { id }, data: { detachedAt: now } })
    }),
  )
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return removed.length
}
