// API keys: how they look, how one is made, and who one is. A key is random enough that its plain hash may be stored.
import { createHash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Database } from '@farebox/db'
import { newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { ApiKeyPrincipal } from './principal.ts'

export type { ApiKeyPrincipal } from './principal.ts'

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BODY_LENGTH = 32
const CHECKSUM_LENGTH = 6
const FORM = new RegExp(`^sk-farebox-(live|test)-([0-9A-Za-z]{${BODY_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`)

type ApiKeyRequest = {
  organizationId: string
  appId: string
  mode: 'live' | 'sandbox'
  billingMode: 'user' | 'developer'
  name: string
  createdBy?: string
  scopes?: string[]
  models?: string[]
  allowedIps?: string[]
  requestsPerMinute?: number
  expiresAt?: Date
}

/** A new key: `secret` is shown once and kept nowhere; `row` is what to insert into the table of keys. */
export function issueApiKey(request: ApiKeyRequest) {
  const secret = newSecret(request.mode)
  return { secret, row: { id: newId(), ...request, secretHash: hashApiKey(secret), lastFour: secret.slice(-4) } }
}

function newSecret(mode: 'live' | 'sandbox'): string {
  const body = Array.from({ length: BODY_LENGTH }, () => BASE62[randomInt(BASE62.length)]).join('')
  const start = `sk-farebox-${mode === 'live' ? 'live' : 'test'}-${body}`
  return start + checksumOf(start)
}

/**
 * Whether a text can be a key at all, without asking anything: form and checksum. Most wrong keys (cut short, mistyped,
 * another vendor's) end here, and scanners of public code know a real key from a look-alike.
 */
export function looksLikeApiKey(text: string): boolean {
  const [, , , checksum] = FORM.exec(text) ?? []
  return checksum !== undefined && checksumOf(text.slice(0, -CHECKSUM_LENGTH)) === checksum
}

/** SHA-256: a key has 190 random bits, so there is nothing to guess and no need to be slow. */
export function hashApiKey(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

/** Who a key is, or undefined: unknown or revoked. */
export async function findApiKey(database: Database, secretHash: Uint8Array<ArrayBuffer>): Promise<ApiKeyPrincipal | undefined> {
  const key = await database.apiKey.findUnique({ where: { secretHash } })
  if (!key || key.revokedAt) return undefined
  const { id, appId, organizationId, mode, billingMode, requestsPerMinute, allowedIps, models, scopes, expiresAt } = key
  return { apiKeyId: id, appId, organizationId, mode, billingMode, requestsPerMinute, allowedIps, models, scopes, expiresAt }
}

/**
 * For reads that open no hold, such as `GET /v1/balance`: the key may have been revoked since it was cached. Calls that
 * spend need no such question, since the hold asks it in the same round trip.
 */
export async function requireLive(database: Database, apiKeyId: string, now: Date): Promise<void> {
  const key = await database.apiKey.findUnique({
    where: { id: apiKeyId },
    select: { revokedAt: true, expiresAt: true, app: { select: { status: true } } },
  })
  if (!key || key.revokedAt) throw new AppError('invalid_api_key')
  if (key.expiresAt && key.expiresAt <= now) throw new AppError('key_expired')
  if (key.app.status === 'suspended') throw new AppError('app_suspended')
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = BASE62[rest % BASE62.length] + digits
    rest = Math.floor(rest / BASE62.length)
  }
  return digits
}
