// Customers: create and retrieve.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { newId, randomText } from '../ids.ts'
import { listOf } from '../list.ts'
import { optionalMetadata } from '../metadata.ts'
import { readParameters } from '../read-parameters.ts'
import { noSuch } from '../stripe-refusal.ts'

const createParameters = z.strictObject({
  email: z.string().max(512).optional(),
  name: z.string().max(256).optional(),
  phone: z.string().optional(),
  description: z.string().optional(),
  metadata: optionalMetadata,
  preferred_locales: z.array(z.string()).optional(),
})

export function addCustomerRoutes(api: Api): void {
  api.post('/v1/customers', create)
  api.get('/v1/customers', ({ parameters, world }) =>
    listOf('/v1/customers', world.store.tables.customers.values(), parameters, { email: ({ email }) => email }),
  )
  api.get('/v1/customers/:id', ({ id, world }) => {
    const customer = world.store.tables.customers.get(id)
    if (customer === undefined) throw noSuch('customer', id)
    return customer
  })
}

function create({ parameters, world, cause }: ApiCall): Stripe.Customer {
  const customer = newCustomer(readParameters(createParameters, parameters), world.store.nowSeconds())
  world.store.tables.customers.set(customer.id, customer)
  world.webhooks.publish('customer.created', customer, { cause })
  return customer
}

export function newCustomer(given: z.infer<typeof createParameters>, createdSeconds: number): Stripe.Customer {
  return {
    id: newId('customer'),
    object: 'customer',
    address: null,
    balance: 0,
    created: createdSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: given.description ?? null,
    email: given.email ?? null,
    invoice_prefix: randomText(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: given.metadata ?? {},
    name: given.name ?? null,
    next_invoice_sequence: 1,
    phone: given.phone ?? null,
    preferred_locales: given.preferred_locales ?? [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  } satisfies Stripe.Customer
}
