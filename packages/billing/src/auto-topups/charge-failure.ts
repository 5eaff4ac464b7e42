// What a charge that took nothing means: try again later, or never by ourselves.
import type { SavedCardOutcome } from '../stripe/cards-gate.ts'
import type { StopReason } from './stop-reasons.ts'

export type ChargeFailure = { code: string /** At once, not only after the third. */; stops?: StopReason }

/** The bank's word that asking again is of no use. */
const final = new Set([
  ...['lost_card', 'stolen_card', 'pickup_card', 'restricted_card', 'fraudulent', 'expired_card', 'invalid_account', 'card_not_supported'],
  ...['do_not_try_again', 'revocation_of_authorization', 'revocation_of_all_authorizations', 'security_violation', 'stop_payment_order'],
  ...['transaction_not_allowed', 'new_account_information_available'],
])

/** Undefined where it took something, or nobody knows. */
export function failureOf(outcome: SavedCardOutcome): ChargeFailure | undefined {
  if (outcome.kind === 'refused') return { code: outcome.code, stops: 'card_refused' }
  if (outcome.kind !== 'declined') return undefined
  const code = outcome.declineCode ?? outcome.code
  return final.has(code) || final.has(outcome.code) ? { code, stops: 'card_refused' } : { code }
}
