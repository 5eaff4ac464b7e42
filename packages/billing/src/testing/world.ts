// A small world for tests, made the way people make it: an organization, an app, keys, users, prices, and money that movements brought.
import { type ApiKeyPrincipal, issueApiKey } from '@farebox/auth/api-key'
import { type Database, type Mode, newId } from '@farebox/db'
import { assert } from '@farebox/errors'
import { giveGrant, payIn } from '@farebox/ledger/testing'
import type { Microcents } from '@farebox/money'
import { priceBook } from '@farebox/pricing/price-book'
import { createApp } from '../apps/create-app.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import { servicePriceBook } from '../services/built-in/service-prices.ts'
import { ensureExternalUser } from '../users/ensure-external-user.ts'

export { dollars, type LedgerDatabase, ledgerDatabase, payIn, walletTotals } from '@farebox/ledger/testing'
export { followClaims } from '../claims/follow-claims.ts'
export { returnExpiredGrants } from '../grants/return-expired-grants.ts'
export { walletCharges } from '../wallet/wallet-charges.ts'
export { fundPool } from './fund-pool.ts'
export { priceModel } from './price-model.ts'

export type WorldApp = { organizationId: string; appId: string; markupBps: number }
export type WorldUser = { walletId: string; connectionId: string; externalUserId: string }
export type WorldKey = { id: string; secret: string }

/** The default price list, in force for long. */
export async function storePrices(database: Database, at: Date = new Date()): Promise<void> {
  const startsAt = new Date(at.getTime() - 86_400_000)
  const versions = [...priceBook({ at, startsAt, newId }), ...servicePriceBook({ at, startsAt })]
  const providerIds = new Map<string, string>()
  for (const { provider } of versions) if (!providerIds.has(provider)) providerIds.set(provider, newId())
  await database.provider.createMany({ data: [...providerIds].map(([name, id]) => ({ id, name })) })
  for (const { id, model, provider, startsAt, source, lines } of versions) {
    const providerId = providerIds.get(provider)
    assert(providerId, 'every provider was stored')
    await database.priceVersion.create({ data: { id, model, providerId, startsAt, source } })
    await database.priceLine.createMany({ data: lines.map((line) => ({ priceVersionId: id, ...line })) })
  }
}

/** A developer's organization with one app. */
export async function makeApp(
  database: Database,
  { name = 'PixelPal', markupBps = 1_500, now = new Date() }: { name?: string; markupBps?: number; now?: Date } = {},
): Promise<WorldApp> {
  const userId = newId()
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  const organization = await createOrganization(database, { userId, name: `${name} Inc.`, now })
  const app = await createApp(database, { organizationId: organization.id, userId, name, now })
  await database.app.update({ where: { id: app.id }, data: { markupBps } })
  return { organizationId: organization.id, appId: app.id, markupBps }
}

export type KeyOptions = Partial<
  Pick<ApiKeyPrincipal, 'mode' | 'billingMode' | 'requestsPerMinute' | 'allowedIps' | 'models' | 'expiresAt'>
>

/** A key of the app: live and billing users, unless said otherwise. */
export async function makeKey(database: Database, { appId, organizationId }: WorldApp, options: KeyOptions = {}): Promise<WorldKey> {
  const { mode = 'live', billingMode = 'user', ...rest } = options
  const { secret, row } = issueApiKey({ appId, organizationId, mode, billingMode, name: 'test' })
  const { requestsPerMinute, allowedIps, models, expiresAt } = rest
  await database.apiKey.create({
    data: {
      ...row,
      requestsPerMinute: requestsPerMinute ?? null,
      allowedIps: [...(allowedIps ?? [])],
      models: [...(models ?? [])],
      expiresAt: expiresAt ?? null,
    },
  })
  return { id: row.id, secret }
}

/** A user the app named. Their wallet is unclaimed, and empty: a sandbox one starts with $100. */
export async function makeUser(database: Database, { appId }: WorldApp, externalUserId: string, mode: Mode = 'live'): Promise<WorldUser> {
  const { walletId, connectionId } = await database.$transaction((transaction) =>
    ensureExternalUser(transaction, { appId, mode, externalUserId, now: new Date() }),
  )
  return { walletId, connectionId, externalUserId }
}

/** One person with a wallet of their own, connected to several apps under the same external id. Returns the wallet. */
export async function makeRider(
  database: Database,
  apps: readonly WorldApp[],
  externalUserId: string,
  limitMicrocents: Microcents | null = null,
): Promise<string> {
  const [userId, walletId] = [newId(), newId()]
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  for (const { appId, markupBps } of apps) {
    const connectionId = newId()
    await database.connection.create({
      data: { walletId, id: connectionId, mode: 'live', appId, markupBpsAccepted: markupBps, limitMicrocents },
    })
    await database.externalUser.create({ data: { appId, mode: 'live', externalUserId, walletId, connectionId } })
  }
  return walletId
}

/** Money the user paid in. Of an unclaimed wallet it is spendable in its app only. */
export async function topUp(database: Database, walletId: string, creditMicrocents: Microcents): Promise<void> {
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const connection = wallet.kind === 'unclaimed' ? await database.connection.findFirst({ where: { walletId } }) : undefined
  await payIn(database, { walletId, creditMicrocents, ...(connection && { appId: connection.appId }) })
}

/** A grant out of the app's pool, which is funded for it. */
export async function grant(database: Database, { appId }: WorldApp, walletId: string, amountMicrocents: Microcents): Promise<void> {
  await giveGrant(database, { walletId, appId, amountMicrocents })
}

export async function organizationWalletId(
  database: Database,
  { organizationId }: Pick<WorldApp, 'organizationId'>,
  mode: Mode = 'live',
): Promise<string> {
  const wallet = await database.wallet.findUniqueOrThrow({ where: { mode_organizationId: { mode, organizationId } } })
  return wallet.id
}
