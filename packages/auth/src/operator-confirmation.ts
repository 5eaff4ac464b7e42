// Proof that the operator is at the keyboard, before a deed that moves money or stops others: a fresh code by mail, good for the
// session that asked for it. A stolen session cookie alone cannot do these deeds.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { type Database, newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { Operator } from './operator.ts'
import { type SessionScope, sessionHash } from './session-store.ts'

const CODE_MINUTES = 10
const CODE_TRIES = 5
/** Codes one operator may ask for in an hour: five tries each leave a guesser nothing to hope for. */
const CODES_PER_HOUR = 10
const HOUR_MS = 60 * 60_000

export type ConfirmationMail = { email: string; code: string; minutes: number }

export type ConfirmationDesk = { database: Database; scope: SessionScope; deliver: (mail: ConfirmationMail) => Promise<void> }

type OfSession = { operator: Pick<Operator, 'id' | 'email'>; sessionToken: string; now: Date }

/** Sends a code. An earlier one of the same session ends. */
export async function startConfirmation(
  { database, scope, deliver }: ConfirmationDesk,
  { operator, sessionToken, now }: OfSession,
): Promise<void> {
  const since = new Date(now.getTime() - HOUR_MS)
  const asked = await database.operatorConfirmation.count({ where: { operatorId: operator.id, createdAt: { gt: since } } })
  if (asked >= CODES_PER_HOUR) {
    throw new AppError('rate_limit_exceeded', { message: 'Too many codes were asked for. Wait an hour.', metadata: { retry_after: 3_600 } })
  }
  const id = newId(now.getTime())
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const hash = sessionHash(scope, sessionToken)
  await database.operatorConfirmation.updateMany({ where: { sessionHash: hash, consumedAt: null }, data: { consumedAt: now } })
  await database.operatorConfirmation.create({
    data: {
      ...{ id, operatorId: operator.id, sessionHash: hash, codeHash: codeHashOf(scope, { id, code }), triesLeft: CODE_TRIES },
      ...{ expiresAt: new Date(now.getTime() + CODE_MINUTES * 60_000), createdAt: now },
    },
  })
  await deliver({ email: operator.email, code, minutes: CODE_MINUTES })
}

/** Takes the code, and marks the session as confirmed now. */
export async function finishConfirmation(
  { database, scope }: Pick<ConfirmationDesk, 'database' | 'scope'>,
  { sessionToken, code: given, now }: { sessionToken: string; code: string; now: Date },
): Promise<void> {
  const code = given.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(code)) throw new AppError('invalid_request', { message: 'The code has six digits.', param: 'code' })
  const hash = sessionHash(scope, sessionToken)
  const underWay = { sessionHash: hash, consumedAt: null, expiresAt: { gt: now } }
  // The try is taken before the code is looked at, so that guesses at the same moment cannot share one.
  const taken = await database.operatorConfirmation.updateMany({
    where: { ...underWay, triesLeft: { gt: 0 } },
    data: { triesLeft: { decrement: 1 } },
  })
  const asked = taken.count > 0 ? await database.operatorConfirmation.findFirst({ where: underWay, orderBy: { createdAt: 'desc' } }) : null
  if (!asked || !timingSafeEqual(asked.codeHash, codeHashOf(scope, { id: asked.id, code }))) throw new AppError('sign_in_code_wrong')
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.operatorConfirmation.updateMany({
      where: { id: asked.id, consumedAt: null },
      data: { consumedAt: now },
    })
    const confirmed = await transaction.session.updateMany({
      where: { tokenHash: hash, audience: 'console', subjectId: asked.operatorId, expiresAt: { gt: now } },
      data: { confirmedAt: now },
    })
    if (count !== 1 || confirmed.count !== 1) throw new AppError('sign_in_code_wrong')
  })
}

function codeHashOf({ secret }: SessionScope, { id, code }: { id: string; code: string }): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', secret).update(`confirm:${id}:${code}`).digest())
}
