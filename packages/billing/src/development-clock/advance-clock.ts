// Moves time ahead, for Farebox and the Stripe stand-in together, so that a person can watch earnings mature and a payout run.
// Never back: what was booked on a day stays before what is booked later. Never in production, never beside the real Stripe.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { Clock } from './clock.ts'
import { readOffset, writeOffset } from './stored-offset.ts'

export const DAYS_MOST = 400
const DAY_SECONDS = 86_400
const STAND_IN_MS = 5_000

export type ClockDesk = {
  database: Database
  clock: Clock
  /** The Stripe stand-in. Unset: Stripe itself, whose time nobody moves. */
  stripeApiBase: string | undefined
}

export type MovedClock = { now: Date; daysAhead: number }

/** The worker notices within a second and runs its jobs, one after the other. */
export async function advanceClock({ database, clock, stripeApiBase }: ClockDesk, days: number): Promise<MovedClock> {
  if (!clock.isMovable || !stripeApiBase) throw new AppError('clock_not_movable')
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MOST) {
    throw new AppError('invalid_request', { message: `Time moves by 1 to ${DAYS_MOST} days.`, param: 'days' })
  }
  const offsetSeconds = await database.$transaction(async (transaction) => {
    // Two who move it at once move it by both their days.
    await transaction.$queryRaw`select pg_advisory_xact_lock(hashtext('farebox.development_clock'))::text`
    const moved = (await readOffset(transaction)) + days * DAY_SECONDS
    await writeOffset(transaction, moved)
    await setStandInClock(stripeApiBase, moved)
    return moved
  })
  return { now: new Date(Date.now() + offsetSeconds * 1_000), daysAhead: offsetSeconds / DAY_SECONDS }
}

/** Also at the worker's start: a stand-in that was begun anew is told what time it is. */
export async function setStandInClock(stripeApiBase: string, offsetSeconds: number): Promise<void> {
  const answer = await fetch(`${stripeApiBase}/control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ offsetSeconds }),
    signal: AbortSignal.timeout(STAND_IN_MS),
  })
  if (!answer.ok) throw new AppError('internal_error', { internal: `The Stripe stand-in answered ${answer.status} to its clock.` })
}
