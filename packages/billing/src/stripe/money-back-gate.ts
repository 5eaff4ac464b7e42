// What we ask of Stripe when money goes back: refunds of a payment, and our answer to a dispute.
import type { Refused, Unknown } from './outcome.ts'
import type { StripeDispute, StripeRefund } from './payment-gate.ts'

export type RefundRequest = {
  paymentIntent: string
  /** Ours. Asking again for the same one answers the same refund. */
  refundId: string
  amountCents: number
  reason: 'duplicate' | 'fraudulent' | 'requested_by_customer'
}

/**
 * `accepted`: the refund exists; whether it arrives is its status, which may turn to failed days later. `refused`: Stripe read it and
 * said no, so nothing moved; `code` is Stripe's (`charge_already_refunded`, `charge_disputed`, …). `unknown`: only a look may say.
 */
export type RefundOutcome = { kind: 'accepted'; stripeRefundId: string } | Refused | Unknown

export type RefundsGate = {
  /** Never throws, and never refunds twice for one id: it first looks for a refund that names it, as Stripe forgets keys after a day. */
  create: (request: RefundRequest) => Promise<RefundOutcome>
  /** Oldest first, whoever made them. */
  of: (paymentIntent: string) => Promise<StripeRefund[]>
}

/** Stripe's own field names, text only. Stripe takes 20,000 characters a field and 150,000 in all. */
export type DisputeEvidence = Partial<
  Record<
    | 'access_activity_log'
    | 'billing_address'
    | 'cancellation_policy_disclosure'
    | 'cancellation_rebuttal'
    | 'customer_email_address'
    | 'customer_name'
    | 'customer_purchase_ip'
    | 'duplicate_charge_explanation'
    | 'product_description'
    | 'refund_policy_disclosure'
    | 'refund_refusal_explanation'
    | 'service_date'
    | 'uncategorized_text',
    string
  >
>

export type EvidenceRequest = {
  disputeId: string
  evidence: DisputeEvidence
  /** False stages it at Stripe for a later submission. True cannot be taken back. */
  submit: boolean
}

export type DisputeOutcome = { kind: 'accepted'; dispute: StripeDispute } | Refused | Unknown

export type DisputesGate = {
  /** Null: Stripe has no such dispute. */
  read: (disputeId: string) => Promise<StripeDispute | null>
  /** Never throws. Where the answer was lost, `read` says whether it was submitted. */
  submitEvidence: (request: EvidenceRequest) => Promise<DisputeOutcome>
  /** Gives the dispute up. It cannot be taken back. Accepting one that is lost already answers it as it is. */
  accept: (disputeId: string) => Promise<DisputeOutcome>
}
