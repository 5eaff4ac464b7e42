// What operators are told of. Each kind has a heading of its own in docs/operations/runbooks.md, where it says what to do.

export type AlertKind = keyof typeof alertKinds

/** A sentence for the top of the mail. */
export const alertKinds = {
  books_broken: 'The books do not prove themselves. Payouts have stopped.',
  stripe_break: 'Our books and Stripe’s do not agree. Payouts have stopped.',
  reconciliation_failed: 'The reconciliation with Stripe could not be done.',
  job_failing: 'A job of the clock fails again and again.',
  job_dead: 'A queued job was given up after all its attempts.',
  provider_loss: 'A provider bills us more than we charged.',
  payout_unknown: 'Stripe has not said whether a payout was sent.',
  order_quarantined: 'A payment does not match its order. It was not credited.',
  refund_unknown: 'Stripe has not said whether a refund was made.',
  refund_failed: 'A refund did not arrive.',
  dispute_opened: 'A bank disputes a payment.',
  dispute_due: 'A dispute has to be answered within two days.',
  fraud_warning: 'A bank says that a payment looks stolen.',
  declines_high: 'Many cards are declined: somebody may be trying stolen ones.',
  card_on_many_wallets: 'One card paid for more wallets than one person has. It is blocked.',
  auto_topup_unknown: 'Stripe has not said what became of an automatic top-up.',
  payout_run_stopped: 'Today’s payout run stopped.',
} as const

/** Where the runbook of a kind begins: `#stripe-break`. */
export const runbookAnchor = (kind: AlertKind): string => `docs/operations/runbooks.md#${kind.replaceAll('_', '-')}`
