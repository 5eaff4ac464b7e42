// The books prove themselves every hour; where they do not, the operators are told which invariant broke, and where.

import { AppError } from '@farebox/errors'
import { reconcile } from '@farebox/ledger/reconcile'
import { type AlertDesk, raiseAlert } from './raise-alert.ts'

/** Throws where an invariant is broken, so that the worker's health says so too. */
export async function watchBooks(desk: AlertDesk, now: Date): Promise<undefined> {
  const broken = (await reconcile(desk.database)).filter(({ breaks }) => breaks.length > 0)
  for (const { number, says, breaks } of broken) {
    const explanation = `${says} It does not hold, first of all here: ${JSON.stringify(breaks.slice(0, 3))}`
    await raiseAlert(desk, { kind: 'books_broken', subject: `invariant:${number}`, explanation, now })
  }
  if (broken.length === 0) return undefined
  throw new AppError('internal_error', {
    message: `The books do not reconcile: invariants ${broken.map(({ number }) => number).join(', ')}`,
  })
}
