// A payment as Stripe knows it now, in our own words: its card, its charge, and everything that took money back from it.

/** A card as Stripe describes it. The same card has the same fingerprint wherever it pays. */
export type StripeCard = {
  fingerprint: string | null
  brand: string
  lastFour: string
  /** Where it was issued, two letters. */
  country: string | null
  expMonth: number
  expYear: number
}

/** Stripe's own words grow: one that is new to us is `pending`. */
export type StripeRefundStatus = 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled'

export type StripeRefund = {
  refundId: string
  amountCents: number
  status: StripeRefundStatus
  /** `duplicate`, `fraudulent`, `requested_by_customer`, or null where nobody gave one. */
  reason: string | null
  /** While pending: `insufficient_funds` waits for our balance, `processing` for the bank, `charge_pending` for the charge. */
  pendingReason: string | null
  failureReason: string | null
  /** Ours, from the metadata. Null for a refund that somebody made in the Dashboard. */
  ourRefundId: string | null
  createdAt: Date
  /** The line that took it from our balance. Null while it has not left. */
  balanceTransactionId: string | null
  /** The line that gave it back after it failed. */
  failureBalanceTransactionId: string | null
}

export type StripeDisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'appeal_needs_response'
  | 'appeal_under_review'
  | 'won'
  | 'lost'
  | 'prevented'
  /** A word that is new to us: a person must look. */
  | 'unknown'

/** Money a dispute took from our balance, or gave back to it. Whole as Stripe wrote it, so that one line is booked once. */
export type StripeDisputeLine = {
  balanceTransactionId: string
  /** `dispute` took, `dispute_reversal` gave back; Stripe's reporting category. It grows: expect words you do not know. */
  category: string
  /** Negative left our balance. */
  amountCents: number
  /** Positive was kept by Stripe; negative is a fee that came back. */
  feeCents: number
  createdAt: Date
}

export type StripeDispute = {
  disputeId: string
  chargeId: string
  paymentIntent: string | null
  amountCents: number
  status: StripeDisputeStatus
  /** The cardholder's: `fraudulent`, `product_not_received`, … */
  reason: string
  /** Until when evidence may be submitted. */
  dueBy: Date | null
  isChargeRefundable: boolean
  /** How often evidence was submitted. */
  submissions: number
  createdAt: Date
  /** Oldest first. None for an inquiry. */
  lines: StripeDisputeLine[]
}

export type StripeFraudWarning = {
  warningId: string
  /** False once the payment is disputed or wholly refunded. */
  actionable: boolean
  fraudType: string
  createdAt: Date
}

export type StripeCharge = {
  chargeId: string
  /** As it was taken from the payer, whatever was refunded since. */
  paidCents: number
  /** What Stripe kept of it. Null while the balance transaction does not exist yet. */
  feeCents: number | null
  balanceTransactionId: string | null
  /** Of what reached our balance; until that is known, of what was paid. */
  currency: string
  /** `normal`, `elevated`, `highest`, … Null where Stripe did not say. */
  riskLevel: string | null
}

export type StripePaymentStatus = 'waiting' | 'requires_action' | 'processing' | 'succeeded' | 'canceled'

export type StripePayment = {
  paymentIntent: string
  orderId: string | null
  /** The money was taken, whatever was given back since. */
  isPaid: boolean
  /** `waiting`: for a card, for a confirmation, or for another try after `failure`. */
  status: StripePaymentStatus
  amountCents: number
  currency: string
  /** Null where no card paid, such as with Link. */
  card: StripeCard | null
  customerId: string | null
  paymentMethodId: string | null
  /** What the last try failed of. Null once paid. */
  failure: { code: string | null; declineCode: string | null } | null
  /** The charge that paid it. Null until paid. */
  charge: StripeCharge | null
  /** These three oldest first. */
  refunds: StripeRefund[]
  disputes: StripeDispute[]
  fraudWarnings: StripeFraudWarning[]
}
