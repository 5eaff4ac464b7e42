// Which card paid is known only after it did. What a blocked card paid, or one from a blocked country, is not credited.
import { listStanding } from '@farebox/auth/risk-lists'
import type { DatabaseTransaction } from '@farebox/db'
import type { StripeCard } from '../stripe/payment-gate.ts'

type PaidBy = { card: Pick<StripeCard, 'fingerprint' | 'country'> | null }

/** Why this payment is not credited but kept for a person, in a sentence; undefined where nothing speaks against it. */
export async function refusePayment(
  transaction: DatabaseTransaction,
  { payment: { card }, now }: { payment: PaidBy; now: Date },
): Promise<string | undefined> {
  if (!card) return undefined
  const cardFingerprints = card.fingerprint ? [card.fingerprint] : []
  const { blocked } = await listStanding(transaction, { cardFingerprints, cardCountry: card.country }, now)
  if (!blocked) return undefined
  return blocked.kind === 'country' ? `paid with a card from ${blocked.value}, which is blocked` : 'paid with a card that is blocked'
}
