// The keys that sign id tokens: rows, so that every process signs with the same, and a new one is published before it signs.
import { createCipheriv, createDecipheriv, generateKeyPairSync, hkdfSync, type JsonWebKey, randomBytes } from 'node:crypto'
import { type Database, newId } from '@farebox/db'

export type SigningKey = JsonWebKey & { kid: string; alg: 'ES256'; use: 'sig' }

const DAY_MS = 86_400_000
const SIGNS_FOR_MS = 60 * DAY_MS
/** Published so long before it signs, that whoever remembers our keys has asked again. */
const PUBLISHED_BEFORE_MS = DAY_MS
/** Published so long after it signed last, that nothing it signed is still in use. */
const PUBLISHED_AFTER_MS = 7 * DAY_MS

/** The published keys, the one that signs first. Makes the first, and the next when its time comes; two callers may make two. */
export async function signingKeys(database: Database, { secret, now }: { secret: string; now: Date }): Promise<SigningKey[]> {
  const rows = await database.oAuthKey.findMany({ where: { retiresAt: { gt: now } }, orderBy: { signsFrom: 'desc' } })
  const newest = rows[0]
  const isDue = !newest || newest.signsFrom.getTime() + SIGNS_FOR_MS - PUBLISHED_BEFORE_MS <= now.getTime()
  if (isDue) {
    const signsFrom = newest ? new Date(newest.signsFrom.getTime() + SIGNS_FOR_MS) : now
    rows.unshift(await makeKey(database, { secret, signsFrom: signsFrom < now ? now : signsFrom }))
  }
  const published = rows.map(({ id, sealedJwk, signsFrom }) => ({ signsFrom, key: unsealed(Buffer.from(sealedJwk), id, secret) }))
  const [ahead, inForce] = [published.filter(({ signsFrom }) => signsFrom > now), published.filter(({ signsFrom }) => signsFrom <= now)]
  return [...inForce, ...ahead].map(({ key }) => key)
}

async function makeKey(database: Database, { secret, signsFrom }: { secret: string; signsFrom: Date }) {
  const id = newId()
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key: SigningKey = { ...privateKey.export({ format: 'jwk' }), kid: id, alg: 'ES256', use: 'sig' }
  const retiresAt = new Date(signsFrom.getTime() + SIGNS_FOR_MS + PUBLISHED_AFTER_MS)
  return database.oAuthKey.create({ data: { id, sealedJwk: sealed(key, secret), signsFrom, retiresAt } })
}

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const sealingKey = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'farebox oauth keys', 32))

/** A copy of the table alone signs nothing. */
function sealed(key: SigningKey, secret: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, sealingKey(secret), nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(key.kid))
  const text = Buffer.concat([cipher.update(JSON.stringify(key)), cipher.final()])
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]))
}

function unsealed(bytes: Buffer, id: string, secret: string): SigningKey {
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
  const decipher = createDecipheriv(ALGORITHM, sealingKey(secret), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(id))
    .setAuthTag(tag)
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8'))
}
