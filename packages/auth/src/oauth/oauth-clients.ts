// Apps as clients of the OAuth server. A public client lives in browsers and has no secret; a confidential one is a server's.
import { createHash, randomBytes } from 'node:crypto'
import type { Database, DatabaseTransaction, Mode, OAuthClientModel } from '@farebox/db'
import { newId } from '@farebox/db'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { websitesOf } from './websites-of.ts'

const NOWHERE = 'https://unregistered.farebox.invalid/'

export type OAuthClientKind = OAuthClientModel['kind']

export type ClientFacts = { clientId: string; appId: string; mode: Mode; appName: string; origin: string | null }

/** The client of an app, made the first time it is asked for. */
export async function ensureOAuthClient(
  database: DatabaseTransaction,
  { appId, mode, kind, now }: { appId: string; mode: Mode; kind: 'public'; now: Date },
): Promise<OAuthClientModel> {
  const own = { appId_mode_kind: { appId, mode, kind } }
  const known = await database.oAuthClient.findUnique({ where: own })
  if (known) return known
  const clientId = `pk-farebox-${mode === 'live' ? 'live' : 'test'}-${randomBytes(15).toString('hex')}`
  await database.oAuthClient.createMany({ data: [{ id: newId(), appId, mode, kind, clientId, createdAt: now }], skipDuplicates: true })
  return database.oAuthClient.findUniqueOrThrow({ where: own })
}

/** A server's client with a secret that is shown once. Asking again replaces the secret: the earlier one stops at once, or stands for a while. */
export async function issueClientSecret(
  database: DatabaseTransaction,
  { appId, mode, now, earlierStandsMs = 0 }: { appId: string; mode: Mode; now: Date; earlierStandsMs?: number },
): Promise<{ clientId: string; secret: string }> {
  const secret = `cs-farebox-${mode === 'live' ? 'live' : 'test'}-${randomBytes(32).toString('base64url')}`
  const kept = { secretHash: secretHash(secret), lastFour: secret.slice(-4) }
  const clientId = `ci-farebox-${mode === 'live' ? 'live' : 'test'}-${randomBytes(15).toString('hex')}`
  const where = { appId_mode_kind: { appId, mode, kind: 'confidential' as const } }
  const before = earlierStandsMs > 0 ? await database.oAuthClient.findUnique({ where }) : null
  const earlierSecretUntil = before?.secretHash ? new Date(now.getTime() + earlierStandsMs) : null
  const { clientId: known } = await database.oAuthClient.upsert({
    where,
    create: { id: newId(), appId, mode, kind: 'confidential', clientId, createdAt: now, ...kept },
    update: { ...kept, earlierSecretHash: before?.secretHash ?? null, earlierSecretUntil },
  })
  return { clientId: known, secret }
}

export async function findClientFacts(database: Database, clientId: string): Promise<ClientFacts | undefined> {
  const client = await database.oAuthClient.findUnique({ where: { clientId } })
  const app = client && !client.revokedAt ? await database.app.findUnique({ where: { id: client.appId } }) : null
  if (!client || !app) return undefined
  return { clientId, appId: app.id, mode: client.mode, appName: app.name, origin: app.origin }
}

/** How the OAuth server reads its clients. They are made and changed by their apps, never through it. */
export class OAuthClients implements Adapter {
  readonly #database: Database
  readonly #clock: () => Date

  constructor(database: Database, clock: () => Date) {
    this.#database = database
    this.#clock = clock
  }

  async find(clientId: string): Promise<AdapterPayload | undefined> {
    const client = await this.#database.oAuthClient.findUnique({ where: { clientId } })
    if (!client || client.revokedAt) return undefined
    const app = await this.#database.app.findUnique({ where: { id: client.appId }, include: { origins: true } })
    if (app?.status !== 'live') return undefined
    return {
      client_id: clientId,
      client_name: app.name,
      // The library wants one: where none is registered, it is a place that does not exist.
      redirect_uris: client.redirectUris.length > 0 ? client.redirectUris : [NOWHERE],
      // What follows from this is in `redirect-uris.ts`.
      isSandbox: client.mode === 'sandbox',
      origins: [...websitesOf(app, client.mode), ...client.redirectUris.map((uri) => new URL(uri).origin)],
      token_endpoint_auth_method: client.kind === 'public' ? 'none' : 'client_secret_basic',
      // The hash; what a caller presents is hashed before the two are compared (see `oauth-server.ts`).
      ...(client.secretHash && { client_secret: Buffer.from(client.secretHash).toString('hex') }),
      ...(client.earlierSecretHash &&
        client.earlierSecretUntil &&
        client.earlierSecretUntil > this.#clock() && { earlierSecret: Buffer.from(client.earlierSecretHash).toString('hex') }),
      // Users are other people to every app, and the same to all addresses and clients of one.
      sector_identifier_uri: sectorOf(client.appId),
    }
  }

  upsert = refuse
  findByUid = async () => undefined
  findByUserCode = async () => undefined
  consume = refuse
  destroy = refuse
  revokeByGrantId = refuse
}

/** Only a name: it is never fetched. */
const sectorOf = (appId: string) => `https://${appId}.apps.farebox.invalid/`

async function refuse(): Promise<never> {
  throw new Error('clients are changed by their apps')
}

export const secretHash = (secret: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(secret).digest())
