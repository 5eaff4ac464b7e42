// What may be said when a Checkout session is created. Names of the SDK's API version; an unknown one is refused, as Stripe does.
import { z } from 'zod'
import { integer } from '../list.ts'
import { optionalMetadata } from '../metadata.ts'

/** Accepted and not acted on: they change nothing that Farebox looks at. */
const accepted = z.unknown().optional()

const webAddress = z.string().regex(/^https?:\/\/\S+$/, 'Not a valid URL')

const lineItem = z.strictObject({
  price: z.string().optional(),
  price_data: z
    .strictObject({
      currency: z.string().regex(/^[a-z]{3}$/i),
      unit_amount: integer.pipe(z.int().min(0)),
      product: z.string().optional(),
      product_data: z
        .strictObject({
          name: z.string().min(1),
          description: z.string().min(1).optional(),
          images: accepted,
          metadata: optionalMetadata,
          tax_code: accepted,
        })
        .optional(),
      tax_behavior: accepted,
    })
    .optional(),
  quantity: integer.pipe(z.int().min(1)).optional(),
  adjustable_quantity: accepted,
  metadata: optionalMetadata,
  tax_rates: accepted,
})
export type LineItemParameters = z.infer<typeof lineItem>

export const sessionParameters = z.strictObject({
  mode: z.enum(['payment', 'setup', 'subscription']),
  line_items: z.array(lineItem).min(1).max(100).optional(),
  success_url: webAddress.optional(),
  cancel_url: webAddress.optional(),
  client_reference_id: z.string().min(1).max(200).optional(),
  customer: z.string().optional(),
  customer_email: z.email().max(800).optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  currency: z.string().optional(),
  expires_at: integer.optional(),
  metadata: optionalMetadata,
  payment_intent_data: z
    .strictObject({
      description: z.string().max(1000).optional(),
      receipt_email: z.string().optional(),
      setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
      statement_descriptor: z.string().optional(),
      statement_descriptor_suffix: z.string().max(22).optional(),
      transfer_group: z.string().optional(),
      metadata: optionalMetadata,
      capture_method: z.enum(['automatic', 'automatic_async']).optional(),
    })
    .optional(),
  ui_mode: z.literal('hosted_page', { error: 'The stand-in has the hosted page only.' }).optional(),
  locale: z.string().optional(),
  submit_type: z.enum(['auto', 'book', 'donate', 'pay', 'subscribe']).optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  excluded_payment_method_types: z.array(z.string()).optional(),
  adaptive_pricing: accepted,
  after_expiration: accepted,
  allow_promotion_codes: accepted,
  automatic_tax: accepted,
  billing_address_collection: accepted,
  branding_settings: accepted,
  consent_collection: accepted,
  custom_fields: accepted,
  custom_text: accepted,
  customer_update: accepted,
  integration_identifier: accepted,
  invoice_creation: accepted,
  name_collection: accepted,
  origin_context: accepted,
  payment_method_collection: accepted,
  payment_method_configuration: accepted,
  payment_method_data: accepted,
  payment_method_options: accepted,
  phone_number_collection: accepted,
  redirect_on_completion: accepted,
  saved_payment_method_options: accepted,
  tax_id_collection: accepted,
  wallet_options: accepted,
})
export type SessionParameters = z.infer<typeof sessionParameters>
