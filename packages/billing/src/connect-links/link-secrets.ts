// What opens a connect link, and what an app confirms it with: random texts of which only hashes are kept.
import { createHash, randomBytes } from 'node:crypto'

export const newSecret = (): string => randomBytes(24).toString('base64url')

export const secretHashOf = (kind: 'link' | 'code', secret: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(`connect-${kind}:${secret}`).digest())
