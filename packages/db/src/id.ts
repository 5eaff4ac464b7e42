// Ids: UUIDv7 inside (sortable by time, made by the caller), prefix and base32 outside.
import { randomBytes } from 'node:crypto'

/** A UUIDv7. Ids made in one millisecond are not ordered among themselves. */
export function newId(at: number = Date.now()): string {
  const bytes = randomOfId()
  bytes.writeUIntBE(at, 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return spelled(bytes.toString('hex'))
}

/** Random bytes are drawn in bulk: one system call for many ids. */
let pool = Buffer.alloc(0)

function randomOfId(): Buffer {
  if (pool.length < ID_BYTES) pool = randomBytes(ID_BYTES * 256)
  const bytes = Buffer.from(pool.subarray(0, ID_BYTES))
  pool = pool.subarray(ID_BYTES)
  return bytes
}

const ID_BYTES = 16

export const NIL_ID = '00000000-0000-0000-0000-000000000000'

/** When a UUIDv7 was made. */
export function madeAt(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

export const publicPrefixes = {
  app: 'app',
  apiKey: 'key',
  card: 'card',
  charge: 'ch',
  connection: 'con',
  dispute: 'dsp',
  grant: 'gr',
  guest: 'guest',
  hold: 'hold',
  order: 'ord',
  organization: 'org',
  payout: 'pay',
  refund: 'ref',
  request: 'req',
  riskEntry: 'rsk',
  service: 'svc',
  transaction: 'tx',
  user: 'usr',
  wallet: 'wal',
  webhookDelivery: 'dlv',
  webhookEndpoint: 'whe',
  webhookEvent: 'evt',
} as const

export type PublicKind = keyof typeof publicPrefixes

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const PUBLIC_LENGTH = 26

/** `ch_06a7…`: 26 letters of Crockford's base32. */
export function publicId(kind: PublicKind, id: string): string {
  let letters = ''
  let bits = 0
  // 128 bits in letters of 5: two leading zeros make it even.
  let bitCount = 2
  for (const digit of id.replaceAll('-', '')) {
    bits = (bits << 4) | Number.parseInt(digit, 16)
    bitCount += 4
    if (bitCount < 5) continue
    bitCount -= 5
    letters += ALPHABET[(bits >> bitCount) & 31]
    bits &= (1 << bitCount) - 1
  }
  return `${publicPrefixes[kind]}_${letters}`
}

/** The id behind a public one of any of these kinds, or undefined where it is not one. */
export function parsePublicId(text: string, ...kinds: PublicKind[]): string | undefined {
  const kind = kinds.find((candidate) => text.startsWith(`${publicPrefixes[candidate]}_`))
  if (!kind) return undefined
  const letters = text.slice(publicPrefixes[kind].length + 1)
  if (letters.length !== PUBLIC_LENGTH) return undefined
  let value = 0n
  for (const letter of letters) {
    const digit = ALPHABET.indexOf(letter)
    if (digit < 0) return undefined
    value = (value << 5n) | BigInt(digit)
  }
  if (value >= 1n << 128n) return undefined
  return spelled(value.toString(16).padStart(32, '0'))
}

function spelled(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
