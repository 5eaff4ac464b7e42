// What a person agrees to, in the words they read. The sentence is stored with their agreement, and shown wherever it is on.
import { formatBalance, fromCents, type Microcents } from '@farebox/money'
import { cardName } from '../cards/saved-cards.ts'

export type AgreedTerms = {
  thresholdMicrocents: Microcents
  priceCents: number
  monthMaxCents: number
  card: { brand: string; lastFour: string }
  /** Whose balance, where it is not the reader's own. */
  organization?: string | undefined
}

/** `When your balance falls below $5.00 we charge Visa •4242 $10.00, at most $40.00 a month.` */
export function autoTopupSentence({ thresholdMicrocents, priceCents, monthMaxCents, card, organization }: AgreedTerms): string {
  const whose = organization ? `the balance of ${organization}` : 'your balance'
  const amounts = `${formatBalance(fromCents(priceCents))}, at most ${formatBalance(fromCents(monthMaxCents))} a month`
  return `When ${whose} falls below ${formatBalance(thresholdMicrocents)} we charge ${cardName(card)} ${amounts}.`
}

/** The sentence to agree to: it says so where the first charge comes at once. */
export function wordsToAgreeTo(terms: AgreedTerms, { chargesNow }: { chargesNow: boolean }): string {
  const price = formatBalance(fromCents(terms.priceCents))
  const first = chargesNow ? ` It is below that now, so ${price} is charged right away.` : ''
  return `${autoTopupSentence(terms)}${first} It stops when you turn it off, when the card is removed, and after three failed charges.`
}
