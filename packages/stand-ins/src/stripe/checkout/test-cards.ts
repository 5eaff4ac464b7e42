// The cards the hosted page offers: Stripe's own test numbers.

type Decline = { code: 'card_declined' | 'expired_card'; declineCode: string; message: string }

export type TestCard = {
  number: string
  brand: 'visa' | 'mastercard'
  /** What the page says it does. */
  label: string
  decline?: Decline
  needsAuthentication: boolean
}

const declined = { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined. Try another card.' } as const
const noFunds = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds. Try another card.',
} as const

export const payingCard: TestCard = { number: '4242424242424242', brand: 'visa', label: 'Pays', needsAuthentication: false }

/** Of Stripe's numbers, the one whose charges need not wait two days. */
export const cardAvailableAtOnce = '4000000000000077'

export const testCards: readonly TestCard[] = [
  payingCard,
  {
    number: cardAvailableAtOnce,
    brand: 'visa',
    label: 'Pays, and the money is available to the seller at once',
    needsAuthentication: false,
  },
  { number: '4000002500003155', brand: 'visa', label: 'Asks for authentication', needsAuthentication: true },
  { number: '4000000000000002', brand: 'visa', label: 'Is declined', decline: declined, needsAuthentication: false },
  { number: '4000000000009995', brand: 'visa', label: 'Has no funds', decline: noFunds, needsAuthentication: false },
]

/** Spaces in a number do not matter. */
export function testCardNumbered(number: string): TestCard | undefined {
  const digits = number.replace(/\D/g, '')
  return testCards.find((card) => card.number === digits)
}

/** `4242424242424242` → `4242 4242 4242 4242`. */
export function inGroups(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}
