// Developers for tests: an organization with an app and a user who pays for calls, made by the real use cases.
import type { Person } from '@farebox/auth/principal'
import { type Database, newId, publicId } from '@farebox/db'
import type { Holds } from '@farebox/ledger/holds'
import { holdRequest, type LedgerDatabase, ledgerWithHolds, payIn } from '@farebox/ledger/testing'
import type { Microcents } from '@farebox/money'
import { createApp } from '../src/apps/create-app.ts'
import { setMarkup } from '../src/apps/set-markup.ts'
import { createApiKey } from '../src/keys/create-api-key.ts'
import { createOrganization } from '../src/organizations/create-organization.ts'
import { developerRouter } from '../src/routers.ts'
import { createCallerFactory, type WebContext } from '../src/trpc.ts'
import { ensureExternalUser } from '../src/users/ensure-external-user.ts'

export type DeveloperWorld = { ledger: LedgerDatabase; database: Database; holds: Holds; stop: () => Promise<void> }

export async function developerWorld(): Promise<DeveloperWorld> {
  const ledger = await ledgerWithHolds()
  const { database, holds, close: stop } = ledger
  return { ledger, database, holds, stop }
}

export type Developer = {
  person: Person
  organizationId: string
  appId: string
  apiKeyId: string
  publicOrganizationId: string
  publicAppId: string
}

/** A developer with an organization, an app with this markup, and a live key. */
export async function aDeveloper({ database }: DeveloperWorld, { markupBps = 1_500 } = {}): Promise<Developer> {
  const now = new Date()
  const userId = newId()
  const email = `${userId}@farebox.test`
  await database.user.create({ data: { id: userId, email } })
  const { id: organizationId } = await createOrganization(database, { userId, name: 'Pixel Pals', now })
  const { id: appId } = await createApp(database, { organizationId, userId, name: 'PixelPal', now })
  await setMarkup(database, { appId, userId, markupBps, now })
  const key = await createApiKey(database, { organizationId, appId, mode: 'live', userId, name: 'server', billingMode: 'user', now })
  return {
    person: { userId, email, name: null },
    ...{ organizationId, appId, apiKeyId: key.id },
    publicOrganizationId: publicId('organization', organizationId),
    publicAppId: publicId('app', appId),
  }
}

export type Payer = { walletId: string; connectionId: string; externalUserId: string }

/** A user of the app with this much money, bought through it. */
export async function aPayer(
  { database }: DeveloperWorld,
  { appId }: Developer,
  { externalUserId, creditMicrocents }: { externalUserId: string; creditMicrocents: Microcents },
): Promise<Payer> {
  const name = { appId, mode: 'live' as const, externalUserId, now: new Date() }
  const { walletId, connectionId } = await database.$transaction((transaction) => ensureExternalUser(transaction, name))
  await payIn(database, { walletId, creditMicrocents, appId })
  return { walletId, connectionId, externalUserId }
}

/** A call that costs this much before markup, opened and settled. Returns its id. */
export async function aCall(
  { database, holds }: DeveloperWorld,
  { organizationId, appId, apiKeyId }: Developer,
  payer: Payer,
  baseMicrocents: Microcents,
): Promise<string> {
  const { providerId, priceVersionId } = await somePrice(database)
  const ids = { organizationId, appId, apiKeyId, providerId, priceVersionId, walletId: payer.walletId, connectionId: payer.connectionId }
  const answer = await holds.open(holdRequest(ids, baseMicrocents, { externalUserId: payer.externalUserId }))
  if (answer.outcome !== 'held') throw new Error(`the call was refused: ${answer.outcome}`)
  const usage = { input: 300, output: 100 }
  const { holdId } = answer
  const cost = { baseMicrocents, costMicrocents: baseMicrocents }
  await holds.settle({ holdId, walletId: payer.walletId, resolution: 'settled', ...cost, usage, outcome: 'complete' })
  return holdId
}

async function somePrice(database: Database): Promise<{ providerId: string; priceVersionId: string }> {
  const known = await database.priceVersion.findFirst({ where: { model: 'test-model' } })
  if (known) return { providerId: known.providerId, priceVersionId: known.id }
  const [providerId, priceVersionId] = [newId(), newId()]
  await database.provider.create({ data: { id: providerId, name: 'test-provider' } })
  await database.priceVersion.create({
    data: { id: priceVersionId, model: 'test-model', providerId, startsAt: new Date(0), source: 'test' },
  })
  return { providerId, priceVersionId }
}

const createCaller = createCallerFactory(developerRouter)

/** The dashboard's procedures as this person calls them. */
export function asPerson({ database }: DeveloperWorld, person: Person | undefined, changes: Partial<WebContext> = {}) {
  const addresses = {
    dashboard: 'http://dashboard.localhost:3000',
    wallet: 'http://wallet.localhost:3001',
    gateway: 'http://api.localhost:3003',
  }
  return createCaller({ database, person, requestId: 'req_test', ip: '127.0.0.1', now: new Date(), addresses, ...changes })
}
