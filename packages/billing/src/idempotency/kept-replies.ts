// A POST sent twice with the same Idempotency-Key is done once: the second is answered with what the first was told, for 24 hours.
// A refusal is not kept, so that the same key may be tried afresh. Calls that hold money have the same rule inside the hold itself.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { SealedText } from './sealed-text.ts'

export type KeyedRequest = {
  credentialId: string
  keyHash: Buffer
  /** Of all that was asked: method, address and body. */
  requestHash: Buffer
  /** UUIDv7 of this request. */
  requestId: string
}

export type KeptReply = { requestId: string; status: number; body: string }

const DAY_MS = 24 * 60 * 60 * 1_000
/** A request that has not ended after this was lost with its process: the same request may be tried again. */
const LOST_AFTER_MS = 60_000
const RETRY_SECONDS = 1

export class KeptReplies {
  readonly #database: Database
  readonly #sealed: SealedText

  constructor(database: Database, encryptionKey: Buffer) {
    this.#database = database
    this.#sealed = new SealedText(encryptionKey, 'farebox kept replies')
  }

  /** Undefined: this request is the first, and runs. Throws while the first is running, and for another request of the same key. */
  async claim({ credentialId, keyHash, requestHash, requestId }: KeyedRequest, now: Date): Promise<KeptReply | undefined> {
    const [forgottenBefore, lostBefore] = [new Date(now.getTime() - DAY_MS), new Date(now.getTime() - LOST_AFTER_MS)]
    const claimed = await this.#database.$queryRaw<unknown[]>`
      insert into kept_reply (credential_id, key_hash, request_hash, request_id, claimed_at)
      values (${credentialId}::uuid, ${keyHash}, ${requestHash}, ${requestId}::uuid, ${now})
      on conflict (credential_id, key_hash) do update
        set request_hash = excluded.request_hash, request_id = excluded.request_id, claimed_at = excluded.claimed_at, status = null, body = null
        where kept_reply.claimed_at <= ${forgottenBefore}
           or (kept_reply.status is null and kept_reply.claimed_at <= ${lostBefore} and kept_reply.request_hash = excluded.request_hash)
      returning 1`
    if (claimed.length > 0) return undefined
    const row = await this.#database.keptReply.findUnique({ where: { credentialId_keyHash: { credentialId, keyHash: bytes(keyHash) } } })
    if (row && !Buffer.from(row.requestHash).equals(requestHash)) throw new AppError('idempotency_mismatch')
    if (row?.status == null || row.body === null) {
      throw new AppError('idempotency_in_progress', { metadata: { retry_after: RETRY_SECONDS } })
    }
    return { requestId: row.requestId, status: row.status, body: await this.#sealed.open(row.requestId, Buffer.from(row.body)) }
  }

  async keep({ credentialId, keyHash, requestId }: KeyedRequest, { status, body }: Pick<KeptReply, 'status' | 'body'>): Promise<void> {
    const sealed = await this.#sealed.seal(requestId, body)
    const where = { credentialId, keyHash: bytes(keyHash), requestId }
    await this.#database.keptReply.updateMany({ where, data: { status, body: bytes(sealed) } })
  }

  /** The request came to nothing: its key is free. */
  async forget({ credentialId, keyHash, requestId }: KeyedRequest): Promise<void> {
    await this.#database.keptReply.deleteMany({ where: { credentialId, keyHash: bytes(keyHash), requestId } })
  }
}

/** Keys are for a day. Returns how many were forgotten. */
export async function forgetKeptReplies(database: Database, now: Date): Promise<number> {
  const { count } = await database.keptReply.deleteMany({ where: { claimedAt: { lte: new Date(now.getTime() - DAY_MS) } } })
  return count
}

const bytes = (buffer: Buffer) => new Uint8Array(buffer)
