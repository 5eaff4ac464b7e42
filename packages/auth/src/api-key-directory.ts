// Who a key or a user's access token is, remembered for a while: only facts that never change.
// Whether a key may still spend is read in the hold of each call, so a revoked key stops at once although it is still known here.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { LRUCache } from 'lru-cache'
import { findApiKey, hashApiKey, looksLikeApiKey } from './api-key.ts'
import { findGuestToken, looksLikeGuestToken } from './guest-token.ts'
import { findAccessToken, looksLikeAccessToken } from './oauth/access-token.ts'
import type { ApiKeyPrincipal } from './principal.ts'

const KNOWN_FOR_MS = 5 * 60_000
const UNKNOWN_FOR_MS = 10_000
const KEYS_MAX = 50_000

export class ApiKeyDirectory {
  readonly #database: Database
  readonly #clock: () => Date
  readonly #known: LRUCache<string, ApiKeyPrincipal>
  /** Kept apart, so that a flood of invented keys cannot push real ones out. */
  readonly #unknown: LRUCache<string, true>
  readonly #underWay = new Map<string, Promise<ApiKeyPrincipal | undefined>>()

  constructor({ database, clock }: { database: Database; clock: () => Date }) {
    this.#database = database
    this.#clock = clock
    const perf = { now: () => clock().getTime() }
    this.#known = new LRUCache({ max: KEYS_MAX, ttl: KNOWN_FOR_MS, perf, ttlResolution: 0 })
    this.#unknown = new LRUCache({ max: KEYS_MAX, ttl: UNKNOWN_FOR_MS, perf, ttlResolution: 0 })
  }

  /** Who sent this key. Refuses what cannot be a key without asking the database. */
  async find(secret: string): Promise<ApiKeyPrincipal> {
    const find = lookFor(secret)
    if (!find) throw new AppError('invalid_api_key')
    const isToken = find !== findApiKey
    const hash = hashApiKey(secret)
    const name = Buffer.from(hash).toString('base64')
    const principal =
      this.#known.get(name) ?? (this.#unknown.has(name) ? undefined : await this.#look(name, () => find(this.#database, hash)))
    if (!principal) throw new AppError(isToken ? 'token_expired' : 'invalid_api_key')
    if (principal.expiresAt && principal.expiresAt <= this.#clock()) throw new AppError(isToken ? 'token_expired' : 'key_expired')
    return principal
  }

  /** Callers that come at the same moment share one look at the table. */
  #look(name: string, find: () => Promise<ApiKeyPrincipal | undefined>): Promise<ApiKeyPrincipal | undefined> {
    const underWay = this.#underWay.get(name)
    if (underWay) return underWay
    const look = find()
      .then((principal) => {
        if (principal) this.#known.set(name, principal)
        else this.#unknown.set(name, true)
        return principal
      })
      .finally(() => this.#underWay.delete(name))
    this.#underWay.set(name, look)
    return look
  }
}

/** By its form. Undefined: it cannot be any of ours. */
function lookFor(secret: string) {
  if (looksLikeAccessToken(secret)) return findAccessToken
  if (looksLikeGuestToken(secret)) return findGuestToken
  return looksLikeApiKey(secret) ? findApiKey : undefined
}
