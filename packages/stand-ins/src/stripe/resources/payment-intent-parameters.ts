// What may be said about a payment intent. Names of the SDK's API version; an unknown one is refused, as Stripe does.
import { z } from 'zod'
import { integer } from '../list.ts'
import { optionalMetadata } from '../metadata.ts'

/** Accepted and not acted on: they change nothing that Farebox looks at. */
const accepted = z.unknown().optional()
const boolean = z.enum(['true', 'false']).transform((text) => text === 'true')
const paymentMethodTypes = z.array(z.string()).optional()

export const createParameters = z.strictObject({
  amount: integer.pipe(z.int().min(1, 'This value must be greater than or equal to 1.').max(99_999_999)),
  currency: z.string().length(3),
  customer: z.string().optional(),
  payment_method: z.string().optional(),
  description: z.string().max(1_000).optional(),
  metadata: optionalMetadata,
  confirm: boolean.optional(),
  off_session: boolean.optional(),
  return_url: z.url().optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  receipt_email: z.string().optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  transfer_group: z.string().optional(),
  allowed_payment_method_types: paymentMethodTypes,
  excluded_payment_method_types: paymentMethodTypes,
  automatic_payment_methods: z.strictObject({ enabled: boolean, allow_redirects: z.enum(['always', 'never']).optional() }).optional(),
  capture_method: z.enum(['automatic', 'automatic_async']).optional(),
  error_on_requires_action: boolean.optional(),
  payment_method_options: accepted,
  radar_options: accepted,
})

export const confirmParameters = z.strictObject({
  payment_method: z.string().optional(),
  off_session: boolean.optional(),
  return_url: z.url().optional(),
  receipt_email: z.string().optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  error_on_requires_action: boolean.optional(),
  use_stripe_sdk: boolean.optional(),
  payment_method_options: accepted,
})

export const cancelParameters = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
})
