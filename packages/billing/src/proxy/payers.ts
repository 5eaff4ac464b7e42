// Who pays for a call. The request names the payer, the key says whether it may; nothing is charged to anyone not named.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import type { Database, Mode, WalletKind } from '@farebox/db'
import { AppError, type AppErrorOptions } from '@farebox/errors'
import { LRUCache } from 'lru-cache'
import type { PayerKind, WalletLinks } from './wallet-links.ts'

/** Where a request may name its user. The headers are aliases of each other. */
export type PayerNames = {
  inPath?: string | undefined
  inHeader?: string | undefined
  inQuotaHeader?: string | undefined
  inBody?: string | undefined
}

export type Payer = {
  walletId: string
  connectionId: string
  mode: Mode
  kind: PayerKind
  externalUserId?: string | undefined
}

const KNOWN_FOR_MS = 5 * 60_000
const KNOWN_MAX = 100_000
const EXTERNAL_USER_ID = /^[A-Za-z0-9._:@-]{1,128}$/

/** The user named, or undefined where the organization pays. Refuses what is not said once and allowed. */
export function namedUser(
  caller: Pick<ApiKeyPrincipal, 'billingMode' | 'userToken'>,
  { inPath, inHeader, inQuotaHeader, inBody }: PayerNames,
): string | undefined {
  const names = [inPath, inHeader, inQuotaHeader, inBody].filter((name) => name !== undefined)
  const [name] = names
  if (names.some((other) => other !== name)) throw new AppError('payer_ambiguous')
  if (caller.userToken) {
    // The token is its user, who pays; nobody else can be named with it.
    if (name !== undefined) throw new AppError('payer_not_allowed')
    // A guest has no account: the name the app has for them is who they are.
    return caller.userToken.guest?.externalUserId
  }
  if (caller.billingMode === 'user' && name === undefined) throw new AppError('payer_required')
  if (caller.billingMode === 'developer' && name !== undefined) throw new AppError('payer_not_allowed')
  return name
}

/** Ids never change, so they may be remembered; what a payer may spend is read in the hold. */
export class Payers {
  readonly #database: Database
  readonly #links: WalletLinks
  readonly #known = new LRUCache<string, Payer>({ max: KNOWN_MAX, ttl: KNOWN_FOR_MS })

  constructor(database: Database, links: WalletLinks) {
    this.#database = database
    this.#links = links
  }

  async find(caller: ApiKeyPrincipal, externalUserId: string | undefined): Promise<Payer> {
    if (caller.userToken) {
      const { walletId, connectionId, guest } = caller.userToken
      return { walletId, connectionId, mode: caller.mode, kind: guest ? 'guest' : 'user', externalUserId: guest?.externalUserId }
    }
    const name = nameOf(caller, externalUserId)
    const known = this.#known.get(name)
    if (known) return known
    const payer = externalUserId === undefined ? await this.#organization(caller) : await this.#user(caller, externalUserId)
    this.#known.set(name, payer)
    return payer
  }

  /** For a balance somebody looks at: never from memory, since no hold will say that the wallet has moved. */
  findNow(caller: ApiKeyPrincipal, externalUserId: string | undefined): Promise<Payer> {
    this.forget(caller, externalUserId)
    return this.find(caller, externalUserId)
  }

  /** A claimed wallet's user has moved to another: the next look goes to the table. */
  forget(caller: ApiKeyPrincipal, externalUserId: string | undefined): void {
    this.#known.delete(nameOf(caller, externalUserId))
  }

  async #user({ appId, mode }: ApiKeyPrincipal, externalUserId: string): Promise<Payer> {
    const row = EXTERNAL_USER_ID.test(externalUserId)
      ? await this.#database.externalUser.findUnique({ where: { appId_mode_externalUserId: { appId, mode, externalUserId } } })
      : null
    if (row) {
      const { walletId, connectionId } = row
      const wallet = await this.#database.wallet.findUnique({ where: { id: walletId }, select: { kind: true } })
      return { walletId, connectionId, mode, kind: payerKind(wallet?.kind), externalUserId }
    }
    throw new AppError('user_not_found', unknownUser(this.#links, appId, externalUserId))
  }

  async #organization({ appId, organizationId, mode }: ApiKeyPrincipal): Promise<Payer> {
    const wallet = await this.#database.wallet.findUnique({ where: { mode_organizationId: { mode, organizationId } } })
    const connection = wallet && (await this.#database.connection.findUnique({ where: { appId_walletId: { appId, walletId: wallet.id } } }))
    if (connection) return { walletId: connection.walletId, connectionId: connection.id, mode, kind: 'organization' }
    throw new AppError('developer_balance_empty', {
      metadata: { limit_source: 'organization', topup_url: this.#links.topup({ kind: 'organization', walletId: '' }) },
    })
  }
}

const payerKind = (kind: WalletKind | undefined): PayerKind => (kind === 'unclaimed' || kind === 'guest' ? kind : 'user')

function unknownUser(links: WalletLinks, appId: string, externalUserId: string): AppErrorOptions {
  if (!EXTERNAL_USER_ID.test(externalUserId)) {
    return { message: 'A user id is 1 to 128 letters, digits or . _ : @ - so there is no user with this one.' }
  }
  return { metadata: { connect_url: links.connect(appId, externalUserId) } }
}

const nameOf = ({ appId, mode }: ApiKeyPrincipal, externalUserId: string | undefined) =>
  externalUserId === undefined ? `${mode} ${appId}` : `${mode} ${appId} ${externalUserId}`
