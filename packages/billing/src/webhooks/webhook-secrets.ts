// The secrets deliveries are signed with: shown once when made, encrypted at rest, two of them valid while one replaces the other.
import { randomBytes } from 'node:crypto'
import { type Database, type DatabaseTransaction, newId } from '@farebox/db'
import { SealedText } from '../idempotency/sealed-text.ts'

const SECRET_BYTES = 32
/** The time a receiver has to learn the new secret. */
export const SECRET_OVERLAP_MS = 24 * 3_600_000

export class WebhookSecrets {
  readonly #sealed: SealedText

  constructor(encryptionKey: Buffer) {
    this.#sealed = new SealedText(encryptionKey, 'farebox webhook secrets')
  }

  /** Returns the new secret, the only time it can be read. The one before stays valid for a day; those before that end now. */
  async make(transaction: DatabaseTransaction, endpointId: string, now: Date): Promise<string> {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
    const id = newId(now.getTime())
    await transaction.webhookSecret.deleteMany({ where: { endpointId, expiresAt: { not: null } } })
    await transaction.webhookSecret.updateMany({
      where: { endpointId },
      data: { expiresAt: new Date(now.getTime() + SECRET_OVERLAP_MS) },
    })
    const sealed = new Uint8Array(await this.#sealed.seal(id, secret))
    await transaction.webhookSecret.create({ data: { id, endpointId, sealed, createdAt: now } })
    return secret
  }

  /** Those that sign now, the newest first. */
  async inForce(database: Database, endpointId: string, now: Date): Promise<string[]> {
    const rows = await database.webhookSecret.findMany({
      where: { endpointId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      orderBy: { createdAt: 'desc' },
    })
    return Promise.all(rows.map(({ id, sealed }) => this.#sealed.open(id, Buffer.from(sealed))))
  }
}
