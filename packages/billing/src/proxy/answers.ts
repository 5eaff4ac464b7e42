// Answers kept for an Idempotency-Key: encrypted at rest, bound to their call, deleted with the key after 24 hours.
import type { Database } from '@farebox/db'
import { SealedText } from '../idempotency/sealed-text.ts'

/** Longer answers are not kept: asking again with the same key then says so. */
const ANSWER_LENGTH_MAX = 8 * 1024 * 1024

export type AnswerPlace = { walletId: string; credentialId: string; keyHash: Buffer }

export class Answers {
  readonly #database: Database
  readonly #sealed: SealedText

  constructor(database: Database, encryptionKey: Buffer) {
    this.#database = database
    this.#sealed = new SealedText(encryptionKey, 'farebox answers')
  }

  /** `undefined`: too long to be kept. */
  async seal(holdId: string, text: string): Promise<Buffer | undefined> {
    return text.length > ANSWER_LENGTH_MAX ? undefined : this.#sealed.seal(holdId, text)
  }

  /** The text kept for this key and call, or undefined where none is. */
  async find({ walletId, credentialId, keyHash }: AnswerPlace, holdId: string): Promise<string | undefined> {
    const row = await this.#database.idempotency.findUnique({
      where: { walletId_credentialId_keyHash: { walletId, credentialId, keyHash: new Uint8Array(keyHash) } },
    })
    if (!row?.answer || row.holdId !== holdId) return undefined
    return await this.#sealed.open(holdId, Buffer.from(row.answer))
  }
}
