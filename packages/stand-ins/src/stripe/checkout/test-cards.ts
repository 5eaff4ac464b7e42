// Stripe's own test numbers: what the bank behind each says when its owner is there, and when they are away.

export type Decline = { code: string; declineCode: string; message: string }
/** `authenticates`: the bank wants to see its customer first. */
export type BankSays = 'pays' | 'authenticates' | Decline

export type TestCard = {
  number: string
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb'
  country: string
  /** Stripe's name for it where a program pays: `pm_card_visa`. */
  token?: string
  /** What the hosted page says it does. Without one the page takes the number, and does not offer it. */
  label?: string
  present: BankSays
  /** What the bank says once its customer has proven to be there. */
  authenticated: 'pays' | Decline
  /** For a payment while its owner is away, with a card that was saved. */
  away: BankSays
  /** It can be saved although it cannot be charged. */
  isSavedThough?: boolean
  risk?: 'elevated' | 'highest' | 'blocked'
  isAvailableAtOnce?: boolean
  /** What happens to the charge by itself, a moment later. */
  afterwards?: 'disputed as fraud' | 'disputed as not received' | 'inquired' | 'warned of'
  refund?: 'fails later' | 'succeeds later'
}

const declined = { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined. Try another card.' }
const noFunds = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds. Try another card.',
}
const expiredCard = { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' }
const stolen = { code: 'card_declined', declineCode: 'stolen_card', message: 'Your card was declined. Try another card.' }
export const blockedByRadar = { code: 'card_declined', declineCode: 'fraudulent', message: 'Your card was declined. Try another card.' }

type Given = Partial<TestCard> & { number: string }

function card(given: Given): TestCard {
  const { present = 'pays' } = given
  return { brand: 'visa', country: 'US', authenticated: 'pays', away: present, ...given, present }
}

const refuses = (decline: Decline, given: Given) => card({ ...given, present: decline, authenticated: decline, away: decline })

export const payingCard: TestCard = card({ number: '4242424242424242', token: 'pm_card_visa', label: 'Pays' })

const offered: readonly TestCard[] = [
  payingCard,
  card({
    ...{ number: '4000000000000077', token: 'pm_card_bypassPending', isAvailableAtOnce: true },
    label: 'Pays, and the money is available to the seller at once',
  }),
  card({
    ...{ number: '4000002500003155', token: 'pm_card_authenticationRequiredOnSetup', present: 'authenticates', away: 'pays' },
    label: 'Asks for authentication',
  }),
  card({
    ...{ number: '4000002760003184', token: 'pm_card_authenticationRequired', present: 'authenticates', away: 'authenticates' },
    label: 'Asks for authentication every time, also when it is saved',
  }),
  refuses(declined, { number: '4000000000000002', token: 'pm_card_chargeDeclined', label: 'Is declined' }),
  refuses(noFunds, { number: '4000000000009995', token: 'pm_card_chargeDeclinedInsufficientFunds', label: 'Has no funds' }),
  card({ number: '5555555555554444', brand: 'mastercard', token: 'pm_card_mastercard', label: 'Pays, another card' }),
  card({ number: '4000002760000016', country: 'DE', token: 'pm_card_de', label: 'Pays, from Germany' }),
]

/** Taken, and not shown: so that many people can pay with a card of their own, and every trouble has its number. */
const alsoTaken: readonly TestCard[] = [
  card({ number: '4000056655665556', token: 'pm_card_visa_debit' }),
  card({ number: '2223003122003222', brand: 'mastercard' }),
  card({ number: '5200828282828210', brand: 'mastercard', token: 'pm_card_mastercard_debit' }),
  card({ number: '5105105105105100', brand: 'mastercard', token: 'pm_card_mastercard_prepaid' }),
  card({ number: '378282246310005', brand: 'amex', token: 'pm_card_amex' }),
  card({ number: '371449635398431', brand: 'amex' }),
  card({ number: '6011111111111117', brand: 'discover', token: 'pm_card_discover' }),
  card({ number: '6011000990139424', brand: 'discover' }),
  card({ number: '3056930009020004', brand: 'diners', token: 'pm_card_diners' }),
  card({ number: '3566002020360505', brand: 'jcb', token: 'pm_card_jcb' }),
  card({ number: '4000008260000000', country: 'GB', token: 'pm_card_gb' }),
  card({ number: '4000002500000003', country: 'FR', token: 'pm_card_fr' }),
  card({ number: '4000003560000008', country: 'IN', token: 'pm_card_in' }),
  refuses(expiredCard, { number: '4000000000000069', token: 'pm_card_chargeDeclinedExpiredCard' }),
  refuses(stolen, { number: '4000000000009979', token: 'pm_card_chargeDeclinedStolenCard' }),
  card({ ...refuses(declined, { number: '4000000000000341', token: 'pm_card_chargeCustomerFail' }), isSavedThough: true }),
  card({ number: '4000003800000446', present: 'authenticates', away: 'pays' }),
  card({ number: '4000008260003178', present: 'authenticates', authenticated: noFunds, away: noFunds, isSavedThough: true }),
  card({ number: '4000000000009235', token: 'pm_card_riskLevelElevated', risk: 'elevated' }),
  card({ number: '4000000000004954', token: 'pm_card_riskLevelHighest', risk: 'highest' }),
  card({ number: '4100000000000019', token: 'pm_card_radarBlock', risk: 'blocked' }),
  card({ number: '4000000000000259', token: 'pm_card_createDispute', afterwards: 'disputed as fraud' }),
  card({ number: '4000000000002685', token: 'pm_card_createDisputeProductNotReceived', afterwards: 'disputed as not received' }),
  card({ number: '4000000000001976', token: 'pm_card_createDisputeInquiry', afterwards: 'inquired' }),
  card({ number: '4000000000005423', token: 'pm_card_createIssuerFraudRecord', afterwards: 'warned of' }),
  card({ number: '4000000000005126', token: 'pm_card_refundFail', refund: 'fails later' }),
  card({ number: '4000000000007726', token: 'pm_card_pendingRefund', refund: 'succeeds later' }),
]

export const offeredCards = offered
const all = [...offered, ...alsoTaken]

/** Spaces in a number do not matter. */
export function testCardNumbered(number: string): TestCard | undefined {
  const digits = number.replace(/\D/g, '')
  return all.find((one) => one.number === digits)
}

export const testCardCalled = (token: string): TestCard | undefined => all.find((one) => one.token === token)

/** The same card has the same one wherever it pays. */
export const fingerprintOf = ({ number }: TestCard) => `standin${number.slice(0, 4)}${number.slice(-4)}`

/** `4242424242424242` → `4242 4242 4242 4242`. */
export function inGroups(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}
