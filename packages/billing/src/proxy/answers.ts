// Answers kept for an Idempotency-Key: encrypted at rest, bound to their call, deleted with the key after 24 hours.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { Database } from '@farebox/db'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Longer answers are not kept: asking again with the same key then says so. */
const ANSWER_LENGTH_MAX = 8 * 1024 * 1024

export type AnswerPlace = { walletId: string; credentialId: string; keyHash: Buffer }

export class Answers {
  readonly #database: Database
  readonly #key: Buffer

  constructor(database: Database, encryptionKey: Buffer) {
    this.#database = database
    this.#key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'farebox answers', 32))
  }

  /** `undefined`: too long to be kept. */
  async seal(holdId: string, text: string): Promise<Buffer | undefined> {
    if (text.length > ANSWER_LENGTH_MAX) return undefined
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(holdId))
    const sealed = Buffer.concat([cipher.update(await deflate(text)), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** The text kept for this key and call, or undefined where none is. */
  async find({ walletId, credentialId, keyHash }: AnswerPlace, holdId: string): Promise<string | undefined> {
    const row = await this.#database.idempotency.findUnique({
      where: { walletId_credentialId_keyHash: { walletId, credentialId, keyHash: new Uint8Array(keyHash) } },
    })
    if (!row?.answer || row.holdId !== holdId) return undefined
    return await this.#open(holdId, Buffer.from(row.answer))
  }

  async #open(holdId: string, bytes: Buffer): Promise<string> {
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(holdId)).setAuthTag(tag)
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    return (await inflate(opened)).toString('utf8')
  }
}
