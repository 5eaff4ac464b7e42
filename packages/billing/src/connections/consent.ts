// What an app asks of a user, in facts a page can show; whether they allowed it before; and what they decide.
import { type ClientFacts, findClientFacts } from '@farebox/auth/oauth-clients'
import { type ConnectionModel, type Database, type LimitPeriod, type Mode, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents, parseDollars, toDollars } from '@farebox/money'
import { markupNow } from '../apps/markup-now.ts'
import { typicalCalls } from '../apps/typical-call.ts'
import { isVerified, LIMIT_MOST, refuseLimitAbove } from '../apps/verified-app.ts'
import { listServices } from '../services/find-services.ts'
import { ownWallet } from '../wallet/own-wallet.ts'
import { type AllowedTerms, type ConsentEvidence, connectWallet } from './connect-wallet.ts'

export { askingSentence, checkedSentence, HOW_TO_STOP, priceSentence, reachSentence } from './consent-words.ts'

/** The words of the consent page have a version: a record of consent says which ones were read. */
export const CONSENT_TEXT_VERSION = '2026-11-21'

export const DEFAULT_LIMIT = parseDollars('5')
export const DEFAULT_CALL_LIMIT = parseDollars('0.50')

export type ConsentFacts = {
  app: { id: string; name: string; mode: ClientFacts['mode']; isVerified: boolean }
  markupBps: number
  /** What a typical message costs, markup included, from small to large models. */
  typical: { model: string; total: Microcents }[]
  models: string[]
  /** What the app sells beside models, with its prices in words. */
  services: PricedInWords[]
  balance: Microcents
  /** What stood before, where the user is asked again; and why. */
  before: { limit: Microcents | null; period: LimitPeriod; callLimit: Microcents | null; expiresAt: Date | null; models: string[] } | null
  changes: string[]
}

type Asking = { clientId: string; userId: string; now: Date }

export async function consentFacts(database: Database, { clientId, userId, now }: Asking): Promise<ConsentFacts> {
  const { appId, mode } = await clientOf(database, clientId)
  return appConsentFacts(database, { appId, mode, userId, now })
}

type AppAsking = { appId: string; mode: Mode; userId: string; now: Date }

/** The same, of an app that asks by a link rather than as a client. */
export async function appConsentFacts(database: Database, { appId, mode, userId, now }: AppAsking): Promise<ConsentFacts> {
  const app = await database.app.findUniqueOrThrow({ where: { id: appId } })
  const { markupBps } = markupNow(app, now)
  const wallet = await ownWallet(database, userId, now, mode)
  const before = await database.connection.findUnique({ where: { appId_walletId: { appId: app.id, walletId: wallet.id } } })
  const [typical, lots, models, services, verified] = await Promise.all([
    typicalCalls(database, { markupBps, now }),
    database.lot.aggregate({ where: { walletId: wallet.id, kind: { not: 'grant' } }, _sum: { availableMicrocents: true } }),
    database.priceVersion.findMany({
      where: { startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      distinct: ['model'],
    }),
    servicesInWords(database, { appId: app.id, now }),
    isVerified(database, app.id),
  ])
  return {
    app: { id: publicId('app', app.id), name: app.name, mode, isVerified: verified },
    markupBps,
    typical: typical.map(({ displayName, total }) => ({ model: displayName, total })),
    models: models.map(({ model }) => model).sort(),
    services,
    balance: microcents(lots._sum.availableMicrocents ?? 0n),
    before: before && termsOf(before),
    changes: before ? changesSince(before, { markupBps, now }) : [],
  }
}

export type PricedInWords = { name: string; description: string | null; price: string; next: { price: string; startsAt: Date } | null }

/** An app's own services as its users read them. */
export async function servicesInWords(database: Database, app: { appId: string; now: Date }): Promise<PricedInWords[]> {
  const services = await listServices(database, app)
  return services.map(({ name, description, price, next }) => ({
    ...{ name, description, price: price.explained },
    next: next ? { price: next.explained, startsAt: next.startsAt } : null,
  }))
}

const amount = (value: bigint | null) => (value === null ? null : microcents(value))

const termsOf = (connection: ConnectionModel) => ({
  limit: amount(connection.limitMicrocents),
  period: connection.limitPeriod,
  callLimit: amount(connection.limitCallMicrocents),
  expiresAt: connection.expiresAt,
  models: connection.models,
})

/** Why what was agreed to does not stand any more, in words. Empty: it stands. */
function changesSince(connection: ConnectionModel, { markupBps, now }: { markupBps: number; now: Date }): string[] {
  const { markupBpsAccepted, status, expiresAt } = connection
  return [
    markupBps > markupBpsAccepted ? ['Its price has changed since you allowed it.'] : [],
    status === 'revoked' ? ['You disconnected it.'] : [],
    status === 'paused' ? ['You paused it.'] : [],
    expiresAt !== null && expiresAt <= now ? ['Your permission has ended.'] : [],
  ].flat()
}

/** Whether the user allowed this app, and nothing they agreed to has changed since. */
export async function hasConsented(database: Database, { clientId, userId, now }: Asking): Promise<boolean> {
  const connection = await connectionOfClient(database, { clientId, userId })
  if (!connection) return false
  const app = await database.app.findUniqueOrThrow({ where: { id: connection.appId } })
  return changesSince(connection, { markupBps: markupNow(app, now).markupBps, now }).length === 0
}

/** The permission an access token stands for. */
export async function connectionOfClient(
  database: Database,
  { clientId, userId }: { clientId: string; userId: string },
): Promise<ConnectionModel | undefined> {
  const client = await findClientFacts(database, clientId)
  const wallet = client && (await database.wallet.findUnique({ where: { mode_userId: { mode: client.mode, userId } } }))
  if (!wallet) return undefined
  return (await database.connection.findUnique({ where: { appId_walletId: { appId: client.appId, walletId: wallet.id } } })) ?? undefined
}

export type ConsentChoice = {
  limit: string
  period: LimitPeriod
  /** Empty: no limit of its own for one call. */
  callLimit: string
  models: string[]
  /** Days from now, or null for until revoked. */
  expiresInDays: number | null
}

const DAY_MS = 86_400_000

/** The user allows it: what the page showed is kept as evidence, and the markup it showed is what they will pay at most. */
export async function giveConsent(
  database: Database,
  { clientId, userId, now }: Asking,
  choice: ConsentChoice,
  shown: { markupBps: number; ip: string },
): Promise<{ connectionId: string }> {
  const client = await clientOf(database, clientId)
  const { appId, mode, origin } = client
  const evidence = await evidenceOf(database, { appId, now }, choice, shown)
  const wallet = await ownWallet(database, userId, now, mode)
  return connectWallet(database, {
    ...{ userId, walletId: wallet.id, mode, appId, now },
    ...termsOfChoice(choice, now),
    shown: { ...evidence, details: { ...evidence.details, origin, client: clientId } },
  })
}

/** What was chosen, as the terms of a connection. Throws `invalid_request` naming the field. */
export function termsOfChoice({ limit, period, callLimit, models, expiresInDays }: ConsentChoice, now: Date): AllowedTerms {
  return {
    limitMicrocents: chosenLimit(limit, 'limit'),
    limitPeriod: period,
    limitCallMicrocents: callLimit.trim() === '' ? null : chosenLimit(callLimit, 'callLimit'),
    models,
    expiresAt: expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * DAY_MS),
  }
}

/** What the page showed, to be kept. Throws `consent_changed` where that is not the price any more. */
export async function evidenceOf(
  database: Database,
  { appId, now }: { appId: string; now: Date },
  choice: ConsentChoice,
  shown: { markupBps: number; ip: string },
): Promise<ConsentEvidence> {
  const app = await database.app.findUniqueOrThrow({ where: { id: appId } })
  const { markupBps } = markupNow(app, now)
  if (markupBps !== shown.markupBps) {
    throw new AppError('consent_changed', { internal: `shown ${shown.markupBps} bps, now ${markupBps}` })
  }
  const { models, limitMicrocents, limitCallMicrocents, expiresAt } = termsOfChoice(choice, now)
  await refuseLimitAbove(database, appId, [limitMicrocents, limitCallMicrocents ?? null])
  const services = await servicesInWords(database, { appId, now })
  const details = {
    services: services.map(({ name, price }) => ({ name, price })),
    ...{ models, expiresAt: expiresAt?.toISOString() ?? null },
    callLimit: limitCallMicrocents ? toDollars(limitCallMicrocents) : null,
    verified: await isVerified(database, appId),
  }
  return { textVersion: CONSENT_TEXT_VERSION, markupBps, details, ip: shown.ip }
}

function chosenLimit(dollars: string, param: string): Microcents {
  const limit = parseDollars(dollars.trim().replace(/^\$/, ''))
  if (limit <= 0n || limit > LIMIT_MOST)
    throw new AppError('invalid_request', { message: 'A limit is above $0 and at most $10,000.', param })
  return limit
}

async function clientOf(database: Database, clientId: string): Promise<ClientFacts> {
  const client = await findClientFacts(database, clientId)
  if (!client) throw new AppError('not_found')
  return client
}
