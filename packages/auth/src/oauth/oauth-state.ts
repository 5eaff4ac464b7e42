// The OAuth server's codes, tokens, grants and sessions as rows. An id opens a door, so only its hash is kept; the payload is
// kept without it, and a thief of the table has nothing to present.
import { createHash } from 'node:crypto'
import type { Database, Prisma } from '@farebox/db'
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider'

/** What an access token stands for, looked up when it is issued: `undefined` where the user has allowed nothing. */
export type ConnectionOfToken = (token: { clientId: string; accountId: string }) => Promise<string | undefined>

type StateSettings = { database: Database; clock: () => Date; connectionOf: ConnectionOfToken }

export const ACCESS_TOKEN_KIND = 'AccessToken'

export class OAuthState implements Adapter {
  readonly #settings: StateSettings
  readonly #kind: string

  constructor(kind: string, settings: StateSettings) {
    this.#kind = kind
    this.#settings = settings
  }

  async upsert(id: string, { jti: _id, ...payload }: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const { database, clock } = this.#settings
    const row = {
      payload: payload as Prisma.InputJsonObject,
      grantId: payload.grantId ?? null,
      uid: payload.uid ?? null,
      holder: payload.clientId && payload.accountId ? holderOf({ clientId: payload.clientId, accountId: payload.accountId }) : null,
      connectionId: await this.#connection(payload),
      expiresAt: new Date(clock().getTime() + expiresInSeconds * 1_000),
    }
    const key = { kind: this.#kind, idHash: idHash(id) }
    await database.oAuthState.upsert({ where: { kind_idHash: key }, create: { ...key, ...row }, update: row })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = await this.#settings.database.oAuthState.findUnique({ where: { kind_idHash: { kind: this.#kind, idHash: idHash(id) } } })
    if (!row || row.expiresAt <= this.#settings.clock()) return undefined
    return { ...(row.payload as AdapterPayload), jti: id, ...(row.consumedAt && { consumed: secondsOf(row.consumedAt) }) }
  }

  /** Only sessions are looked up by uid, to see whether they still stand; their cookie's value is not known by it. */
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const row = await this.#settings.database.oAuthState.findFirst({ where: { kind: this.#kind, uid } })
    if (!row || row.expiresAt <= this.#settings.clock()) return undefined
    return row.payload as AdapterPayload
  }

  /** No device flow yet. */
  findByUserCode = async () => undefined

  /** Once: of two that present the same code or refresh token at the same moment, one is refused, and the grant ends. */
  async consume(id: string): Promise<void> {
    const { database, clock } = this.#settings
    const of = { kind: this.#kind, idHash: idHash(id) }
    const { count } = await database.oAuthState.updateMany({ where: { ...of, consumedAt: null }, data: { consumedAt: clock() } })
    if (count === 1) return
    const row = await database.oAuthState.findUnique({ where: { kind_idHash: of } })
    if (row?.grantId) await endGrant(database, row.grantId)
    throw new errors.InvalidGrant('already used')
  }

  async destroy(id: string): Promise<void> {
    await this.#settings.database.oAuthState.deleteMany({ where: { kind: this.#kind, idHash: idHash(id) } })
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#settings.database.oAuthState.deleteMany({ where: { kind: this.#kind, grantId } })
  }

  async #connection({ clientId, accountId }: AdapterPayload): Promise<string | null> {
    if (this.#kind !== ACCESS_TOKEN_KIND || !clientId || !accountId) return null
    return (await this.#settings.connectionOf({ clientId, accountId })) ?? null
  }
}

/** What this person allowed this app before, in whatever browser: the grant of the newest refresh token. */
export async function grantOf(database: Database, holder: { clientId: string; accountId: string }): Promise<string | undefined> {
  const newest = await database.oAuthState.findFirst({
    where: { kind: 'RefreshToken', holder: holderOf(holder), grantId: { not: null } },
    orderBy: { expiresAt: 'desc' },
    select: { grantId: true },
  })
  return newest?.grantId ?? undefined
}

const holderOf = ({ clientId, accountId }: { clientId: string; accountId: string }) => `${clientId} ${accountId}`

/** Every code and token of a grant, and the grant itself. */
export async function endGrant(database: Database, grantId: string): Promise<void> {
  await database.oAuthState.deleteMany({ where: { OR: [{ grantId }, { kind: 'Grant', idHash: idHash(grantId) }] } })
}

/** What expired opens nothing any more. */
export async function forgetOldOAuthState(database: Database, now: Date): Promise<number> {
  const { count } = await database.oAuthState.deleteMany({ where: { expiresAt: { lt: now } } })
  return count
}

export const idHash = (id: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(id).digest())

const secondsOf = (at: Date) => Math.floor(at.getTime() / 1_000)
