// Text at rest that only this process may read again, bound to the name it was sealed under.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

export class SealedText {
  readonly #key: Buffer

  /** `purpose`: what is sealed for one cannot be opened for another. */
  constructor(encryptionKey: Buffer, purpose: string) {
    this.#key = Buffer.from(hkdfSync('sha256', encryptionKey, '', purpose, 32))
  }

  async seal(name: string, text: string): Promise<Buffer> {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(name))
    const sealed = Buffer.concat([cipher.update(await deflate(text)), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  async open(name: string, bytes: Buffer): Promise<string> {
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
    const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(name)).setAuthTag(tag)
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    return (await inflate(opened)).toString('utf8')
  }
}
