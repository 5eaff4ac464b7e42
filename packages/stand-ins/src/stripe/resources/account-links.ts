// Account links: an address of the hosted onboarding page, good for one visit within five minutes.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { recipientNamed } from '../connect/change-recipient.ts'
import { randomText } from '../ids.ts'
import { readParameters } from '../read-parameters.ts'
import { invalidParameter } from '../stripe-refusal.ts'

export type StoredAccountLink = {
  token: string
  accountId: string
  returnUrl: string
  refreshUrl: string
  expiresSeconds: number
  /** `new` until somebody visits; `open` while the form may be sent; then `used`. */
  state: 'new' | 'open' | 'used'
}

const goodForSeconds = 5 * 60
const page = z.strictObject({
  refresh_url: z.url({ protocol: /^https?$/ }),
  return_url: z.url({ protocol: /^https?$/ }).optional(),
  collection_options: z
    .strictObject({ fields: z.enum(['currently_due', 'eventually_due']), future_requirements: z.enum(['include', 'omit']) })
    .partial()
    .optional(),
})
const createParameters = z.strictObject({
  account: z.string(),
  use_case: z.strictObject({
    type: z.enum(['account_onboarding', 'account_update']),
    account_onboarding: page.optional(),
    account_update: page.optional(),
  }),
})

export function addAccountLinkRoutes(api: Api): void {
  api.post('/v2/core/account_links', create)
}

function create({ parameters, world }: ApiCall): Stripe.V2.Core.AccountLink {
  const { account, use_case } = readParameters(createParameters, parameters)
  recipientNamed(account, world)
  const details = use_case[use_case.type]
  if (details === undefined) throw invalidParameter(`Missing required param: use_case.${use_case.type}.`, 'use_case', 'parameter_missing')
  const token = randomText(32)
  const nowSeconds = world.store.nowSeconds()
  const expiresSeconds = nowSeconds + goodForSeconds
  const { refresh_url: refreshUrl, return_url: returnUrl = refreshUrl } = details
  world.store.tables.accountLinks.set(token, { token, accountId: account, refreshUrl, returnUrl, expiresSeconds, state: 'new' })
  return {
    object: 'v2.core.account_link',
    account,
    created: new Date(nowSeconds * 1000).toISOString(),
    expires_at: new Date(expiresSeconds * 1000).toISOString(),
    livemode: false,
    url: `${world.publicUrl}/setup/${token}`,
    use_case: { type: use_case.type, [use_case.type]: { refresh_url: refreshUrl, return_url: returnUrl } },
  } satisfies Stripe.V2.Core.AccountLink
}
