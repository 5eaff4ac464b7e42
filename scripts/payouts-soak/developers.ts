// Developers with an app and an onboarded account at Stripe, and users who really pay for calls in it.
import { issueApiKey } from '../../packages/auth/src/api-key.ts'
import { createApp } from '../../packages/billing/src/apps/create-app.ts'
import { createOrganization } from '../../packages/billing/src/organizations/create-organization.ts'
import { beginOnboarding } from '../../packages/billing/src/payout-accounts/begin-onboarding.ts'
import { refreshPayoutAccount } from '../../packages/billing/src/payout-accounts/refresh-payout-account.ts'
import { newId } from '../../packages/db/src/index.ts'
import { count, type SoakWorld } from './soak-world.ts'

export type Developer = {
  /** From 0: what chance has in store for them follows from it. */
  number: number
  organizationId: string
  appId: string
  apiKeyId: string
  stripeAccountId: string
  /** The notebook: what this developer's users were asked to pay as markup. */
  earnedMicrocents: bigint
  /** Bank accounts they have had. */
  banks: number
}

/** A markup as large as the price, so that little money makes many payouts. */
const MARKUP_BPS = 10_000

export async function aDeveloper(world: SoakWorld, number: number): Promise<Developer> {
  const { database, stripe, till } = world
  const now = world.now()
  const userId = newId()
  const email = `developer-${number}-${userId}@farebox.test`
  await database.user.create({ data: { id: userId, email } })
  const { id: organizationId } = await createOrganization(database, { userId, name: `Studio ${number}`, now })
  const { id: appId } = await createApp(database, { organizationId, userId, name: `App ${number}`, now })
  await database.app.update({ where: { id: appId }, data: { markupBps: MARKUP_BPS } })
  const { row } = issueApiKey({ appId, organizationId, mode: 'live', billingMode: 'user', name: 'soak' })
  await database.apiKey.create({ data: { ...row, requestsPerMinute: null, allowedIps: [], models: [], expiresAt: null } })
  const desk = { database, moneyOut: till.stripe.moneyOut }
  const urls = { returnUrl: 'http://dashboard.localhost:3000/payouts', refreshUrl: 'http://dashboard.localhost:3000/payouts' }
  await beginOnboarding(desk, { organizationId, userId, email, country: 'US', ...urls, now })
  const { stripeAccountId } = await database.payoutAccount.findUniqueOrThrow({ where: { organizationId } })
  stripe.connect.onboard(stripeAccountId, { accountNumber: bankNumber(number, 0) })
  await refreshPayoutAccount(desk, organizationId, now)
  return { number, organizationId, appId, apiKeyId: row.id, stripeAccountId, earnedMicrocents: 0n, banks: 1 }
}

/** The developer names another bank account at Stripe. */
export function swapBank(world: SoakWorld, developer: Developer): void {
  world.stripe.connect.changeBank(developer.stripeAccountId, bankNumber(developer.number, developer.banks))
  developer.banks += 1
  count(world, 'bank account swapped')
}

/** Everybody has their own, so that nobody shares a payout identity; none is one of Stripe's test numbers that fail. */
const bankNumber = (number: number, bank: number) => `77${String(number).padStart(5, '0')}${String(bank).padStart(4, '0')}`
