// Accounts of the v2 API, as recipients: create, retrieve, update, list. Sections are shown when they are asked for.
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { newRecipient, recipientNamed } from '../connect/change-recipient.ts'
import { accountShown, type StoredAccount } from '../connect/recipient.ts'
import { optionalMetadata } from '../metadata.ts'
import { readParameters } from '../read-parameters.ts'
import { invalidParameter } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'

const sections = ['configuration.recipient', 'defaults', 'identity', 'requirements'] as const
const include = z.array(z.enum([...sections, 'configuration.customer', 'configuration.merchant', 'future_requirements'])).default([])
const requested = z.strictObject({ requested: z.boolean() })
const configuration = z.strictObject({
  recipient: z
    .strictObject({
      applied: z.boolean().optional(),
      capabilities: z.strictObject({ stripe_balance: z.strictObject({ stripe_transfers: requested }).optional() }).optional(),
    })
    .optional(),
})
const identity = z.strictObject({
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'must be a two-letter country code')
    .transform((text) => text.toUpperCase())
    .optional(),
  entity_type: z.enum(['individual', 'company']).optional(),
})
const responsibilities = z.strictObject({
  fees_collector: z.enum(['application', 'application_custom', 'application_express', 'stripe']),
  losses_collector: z.enum(['application', 'stripe']),
})
const defaults = z.strictObject({
  currency: z.string().length(3).optional(),
  locales: z.array(z.string()).optional(),
  responsibilities: responsibilities.optional(),
})
const fields = {
  contact_email: z.string().max(512).optional(),
  display_name: z.string().max(256).optional(),
  configuration: configuration.optional(),
  identity: identity.optional(),
  defaults: defaults.optional(),
  dashboard: z.enum(['express', 'full', 'none']).optional(),
  metadata: optionalMetadata,
  include,
}
const createParameters = z.strictObject(fields)
const retrieveParameters = z.strictObject({ include })
const listParameters = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(10), page: z.string().optional() })

export function addAccountRoutes(api: Api): void {
  api.post('/v2/core/accounts', create)
  api.get('/v2/core/accounts', list)
  api.get('/v2/core/accounts/:id', ({ id, parameters, world }) => {
    const asked = readParameters(retrieveParameters, parameters)
    return shown(recipientNamed(id, world), asked.include, world)
  })
  api.post('/v2/core/accounts/:id', update)
}

function create({ parameters, world }: ApiCall): object {
  const given = readParameters(createParameters, parameters)
  const recipient = given.configuration?.recipient
  if (recipient === undefined) throw invalidParameter('The stand-in has recipients only.', 'configuration')
  if (given.defaults?.responsibilities === undefined) {
    throw invalidParameter('Missing required param: defaults.responsibilities.', 'defaults.responsibilities', 'parameter_missing')
  }
  const stored = newRecipient(
    {
      email: given.contact_email ?? null,
      displayName: given.display_name ?? null,
      country: given.identity?.country ?? null,
      givenName: null,
      familyName: null,
      dashboard: given.dashboard ?? 'none',
      currency: given.defaults.currency ?? 'usd',
      responsibilities: { fees: given.defaults.responsibilities.fees_collector, losses: given.defaults.responsibilities.losses_collector },
      metadata: given.metadata ?? {},
      wantsTransfers: recipient.capabilities?.stripe_balance?.stripe_transfers.requested ?? false,
    },
    world,
  )
  return shown(stored, given.include, world)
}

function update({ id, parameters, world }: ApiCall): object {
  const stored = recipientNamed(id, world)
  const given = readParameters(createParameters, parameters)
  if (given.identity?.country !== undefined && stored.givenName !== null && given.identity.country !== stored.country) {
    throw invalidParameter('The country cannot be changed once the account holder has given it.', 'identity.country')
  }
  stored.email = given.contact_email ?? stored.email
  stored.displayName = given.display_name ?? stored.displayName
  stored.country = given.identity?.country ?? stored.country
  stored.metadata = { ...stored.metadata, ...given.metadata }
  stored.wantsTransfers = given.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers.requested ?? stored.wantsTransfers
  world.webhooks.publishThin('v2.core.account.updated', { id, type: 'v2.core.account', url: `/v2/core/accounts/${id}` }, null)
  return shown(stored, given.include, world)
}

function list({ parameters, world }: ApiCall): object {
  const { limit, page } = readParameters(listParameters, parameters)
  const all = [...world.store.tables.accounts.values()].reverse()
  const from = page === undefined ? 0 : all.findIndex(({ id }) => id === page)
  const next = all[from + limit]
  const data = all.slice(from, from + limit).map((stored) => shown(stored, [], world))
  return { data, next_page_url: next ? `/v2/core/accounts?limit=${limit}&page=${next.id}` : null, previous_page_url: null }
}

/** A section that was not asked for is null, as at Stripe. */
function shown(stored: StoredAccount, wanted: readonly string[], { store }: StripeWorld): object {
  const whole = accountShown(stored, store.nowSeconds())
  return {
    ...whole,
    configuration: wanted.includes('configuration.recipient') ? whole.configuration : null,
    defaults: wanted.includes('defaults') ? whole.defaults : null,
    identity: wanted.includes('identity') ? whole.identity : null,
    requirements: wanted.includes('requirements') ? whole.requirements : null,
    future_requirements: null,
  }
}
