// The secrets of one development installation: made once, kept in one file that only its owner can read.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { writePrivateFile } from './private-file.ts'

const secrets = z.object({
  dashboardSessionSecret: z.string(),
  walletSessionSecret: z.string(),
  consoleSessionSecret: z.string(),
  /** 32 bytes, base64: what encrypts kept answers. */
  encryptionKey: z.string(),
  mailLinkSecret: z.string(),
  stripeWebhookSecret: z.string(),
  /** Of the second endpoint: events of connected accounts. */
  stripeConnectWebhookSecret: z.string(),
})

export type Secrets = z.infer<typeof secrets>

export function readOrMakeSecrets(file: string): Secrets {
  const kept = existsSync(file) ? secrets.partial().parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const all = { ...newSecrets(), ...kept }
  if (Object.keys(kept).length < Object.keys(all).length) writePrivateFile(file, JSON.stringify(all, null, 2))
  return all
}

function newSecrets(): Secrets {
  return {
    dashboardSessionSecret: randomBytes(32).toString('base64url'),
    walletSessionSecret: randomBytes(32).toString('base64url'),
    consoleSessionSecret: randomBytes(32).toString('base64url'),
    encryptionKey: randomBytes(32).toString('base64'),
    mailLinkSecret: randomBytes(32).toString('base64url'),
    stripeWebhookSecret: `whsec_${randomBytes(24).toString('base64url')}`,
    stripeConnectWebhookSecret: `whsec_${randomBytes(24).toString('base64url')}`,
  }
}
