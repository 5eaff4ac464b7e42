// What may be said for ourselves in a dispute, in Stripe's own fields. Files are not taken here.
import type { Stripe } from 'stripe'
import { z } from 'zod'

const text = z.string().max(20_000).optional()

/** All texts together may not be longer than 150,000 characters. */
export const evidenceParameters = z
  .strictObject({
    access_activity_log: text,
    billing_address: text,
    cancellation_policy_disclosure: text,
    cancellation_rebuttal: text,
    customer_email_address: text,
    customer_name: text,
    customer_purchase_ip: text,
    duplicate_charge_explanation: text,
    duplicate_charge_id: text,
    product_description: text,
    refund_policy_disclosure: text,
    refund_refusal_explanation: text,
    service_date: text,
    shipping_address: text,
    shipping_carrier: text,
    shipping_date: text,
    shipping_tracking_number: text,
    uncategorized_text: text,
  })
  .refine((fields) => Object.values(fields).reduce((sum, field) => sum + (field?.length ?? 0), 0) <= 150_000, 'is too long altogether')

export const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}
