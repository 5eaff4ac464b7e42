// A card, read from a charge or from a saved payment method alike.
import type { StripeCard } from './payment-gate.ts'

type CardAtStripe = {
  fingerprint?: string | null
  brand: string | null
  last4: string | null
  country: string | null
  exp_month: number
  exp_year: number
}

export function cardFacts(card: CardAtStripe | null | undefined): StripeCard | null {
  if (!card) return null
  return {
    fingerprint: card.fingerprint ?? null,
    brand: card.brand ?? 'unknown',
    lastFour: card.last4 ?? '',
    country: card.country,
    expMonth: card.exp_month,
    expYear: card.exp_year,
  }
}
