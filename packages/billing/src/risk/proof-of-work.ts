// A puzzle for the buyer's computer (altcha), so that trying stolen cards by the hundred costs something. The challenge is signed, is for
// one order, ends after some minutes and works once. Nothing of it is stored until it was solved.
import { hkdfSync, randomInt } from 'node:crypto'
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { z } from 'zod'

const LIFE_MS = 10 * 60_000
/** About two seconds of a telephone; checking it takes one signature. */
const usual = { cost: 1_000, counterLeast: 3_000, counterMost: 9_000 }

export type ProofEffort = typeof usual
export type ProofChallenge = Challenge

type Keys = { hmacSignatureSecret: string; hmacKeySignatureSecret: string }

/** Keys of their own from the process's secret, so that a leaked puzzle key opens no session. */
function keysOf(secret: string): Keys {
  const key = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `farebox proof of work: ${use}`, 32)).toString('base64')
  return { hmacSignatureSecret: key('challenge'), hmacKeySignatureSecret: key('solution') }
}

/** What the page's widget is given to solve. */
export function proofChallenge(
  { secret, orderId, now }: { secret: string; orderId: string; now: Date },
  { cost, counterLeast, counterMost }: ProofEffort = usual,
): Promise<ProofChallenge> {
  return createChallenge({
    ...keysOf(secret),
    ...{ algorithm: 'PBKDF2/SHA-256', cost, deriveKey, counter: randomInt(counterLeast, counterMost) },
    expiresAt: new Date(now.getTime() + LIFE_MS),
    data: { order: orderId },
  })
}

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      ...{ algorithm: z.literal('PBKDF2/SHA-256'), nonce: z.string().max(128), salt: z.string().max(128), cost: z.int() },
      ...{ keyLength: z.int(), keyPrefix: z.string().max(128), keySignature: z.string().max(128), expiresAt: z.number() },
      data: z.object({ order: z.string() }),
    }),
    signature: z.string().max(128),
  }),
  solution: z.object({ counter: z.int(), derivedKey: z.string().max(256), time: z.number().optional() }),
})

const PROOF_MAX = 4_096

/** Throws `proof_required` for anything but a proof for this order that nobody used. Uses it up. */
export async function spendProof(
  transaction: DatabaseTransaction,
  { secret, proof, orderId, now }: { secret: string | undefined; proof: string | null; orderId: string; now: Date },
): Promise<void> {
  const given = proof && secret ? read(proof) : undefined
  if (!given || !secret) throw new AppError('proof_required')
  const { challenge, solution } = given
  const { verified } = await verifySolution({ challenge, solution: { time: 0, ...solution }, deriveKey, ...keysOf(secret) })
  const endsAt = new Date(challenge.parameters.expiresAt * 1_000)
  if (!verified || challenge.parameters.data.order !== orderId || endsAt <= now) throw new AppError('proof_required')
  const { count } = await transaction.spentProof.createMany({
    data: [{ id: challenge.parameters.nonce, expiresAt: endsAt }],
    skipDuplicates: true,
  })
  if (count === 0) throw new AppError('proof_required')
}

/** What the widget sends: JSON in base64. */
function read(proof: string): z.infer<typeof payload> | undefined {
  if (proof.length > PROOF_MAX) return undefined
  try {
    return payload.parse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8')))
  } catch {
    return undefined
  }
}
