// Pixel Pals with PixelPal, Lingo Loft with Lingo, and the keys that demos and examples use.

import { ensureOAuthClient } from '../../packages/auth/src/oauth/oauth-clients.ts'
import { createApp } from '../../packages/billing/src/apps/create-app.ts'
import { setMarkup } from '../../packages/billing/src/apps/set-markup.ts'
import { createApiKey } from '../../packages/billing/src/keys/create-api-key.ts'
import { createOrganization } from '../../packages/billing/src/organizations/create-organization.ts'
import { type Database, newId } from '../../packages/db/src/index.ts'
import { parseDollars } from '../../packages/money/src/index.ts'

export type FoundedApp = { organizationId: string; appId: string; ownerId: string }

type Plan = { owner: string; organization: string; app: string; origin: string; markupBps: number }

const plans = {
  pixelPal: {
    owner: 'dev@farebox.test',
    organization: 'Pixel Pals',
    app: 'PixelPal',
    origin: 'http://localhost:5173',
    markupBps: 1_500,
  },
  // High enough that its earnings reach the least payout within a week.
  lingo: { owner: 'lingo@farebox.test', organization: 'Lingo Loft', app: 'Lingo', origin: 'http://localhost:5174', markupBps: 5_000 },
} satisfies Record<string, Plan>

export async function foundOrganizations(database: Database, now: Date) {
  return { pixelPal: await found(database, plans.pixelPal, now), lingo: await found(database, plans.lingo, now) }
}

async function found(database: Database, plan: Plan, now: Date): Promise<FoundedApp> {
  const ownerId = await ensureUser(database, plan.owner, now)
  const organization =
    (await database.organization.findFirst({ where: { name: plan.organization, memberships: { some: { userId: ownerId } } } })) ??
    (await createOrganization(database, { userId: ownerId, name: plan.organization, now }))
  const organizationId = organization.id
  const known = await database.app.findFirst({ where: { organizationId, name: plan.app } })
  if (known) return { organizationId, appId: known.id, ownerId }
  const { id: appId } = await createApp(database, { organizationId, userId: ownerId, name: plan.app, origin: plan.origin, now })
  await setMarkup(database, { appId, userId: ownerId, markupBps: plan.markupBps, now })
  return { organizationId, appId, ownerId }
}

export async function ensureUser(database: Database, email: string, now: Date): Promise<string> {
  const user = await database.user.upsert({ where: { email }, create: { id: newId(now.getTime()), email, createdAt: now }, update: {} })
  return user.id
}

type Founded = Awaited<ReturnType<typeof foundOrganizations>>

/** Keys are shown once: a world whose keys were lost gets new ones. */
export async function issueDemoKeys(database: Database, { pixelPal, lingo }: Founded, now: Date) {
  const issue = async (app: FoundedApp, name: string, terms: { mode: 'live' | 'sandbox'; billingMode: 'user' | 'developer' }) =>
    (await createApiKey(database, { ...app, ...terms, userId: app.ownerId, name, now })).secret
  const freemium = { name: 'Demo free tier', mode: 'live', billingMode: 'developer' } as const
  const aCentADay = { endUserLimitMicrocents: parseDollars('0.01'), endUserPeriod: 'day' } as const
  const publishable = await ensureOAuthClient(database, { appId: pixelPal.appId, mode: 'sandbox', kind: 'public', now })
  return {
    apiKey: await issue(pixelPal, 'Demo', { mode: 'live', billingMode: 'user' }),
    sandboxApiKey: await issue(pixelPal, 'Demo sandbox', { mode: 'sandbox', billingMode: 'user' }),
    sandboxPublishableKey: publishable.clientId,
    developerApiKey: await issue(pixelPal, 'Demo developer billing', { mode: 'live', billingMode: 'developer' }),
    freemiumApiKey: (await createApiKey(database, { ...pixelPal, ...freemium, endUserBudget: aCentADay, userId: pixelPal.ownerId, now }))
      .secret,
    secondApiKey: await issue(lingo, 'Demo', { mode: 'live', billingMode: 'user' }),
  }
}
