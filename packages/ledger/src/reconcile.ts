// The books prove themselves: every invariant, asked of one unchanging snapshot.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { bookInvariants } from './invariants/books.ts'
import { disputeInvariants } from './invariants/disputes.ts'
import type { Invariant } from './invariants/invariant.ts'
import { moneyInAndEarningsInvariants } from './invariants/money-in-and-earnings.ts'
import { permissionInvariants } from './invariants/permissions.ts'
import { refundInvariants } from './invariants/refunds.ts'
import { stripeInvariants } from './invariants/stripe.ts'

export { stripePairBreaksQuery } from './invariants/stripe.ts'

import { serviceInvariants } from './invariants/services.ts'

export const invariants: readonly Invariant[] = [
  ...bookInvariants,
  ...moneyInAndEarningsInvariants,
  ...permissionInvariants,
  ...serviceInvariants,
  ...stripeInvariants,
  ...disputeInvariants,
  ...refundInvariants,
].sort((first, second) => first.number - second.number)

export type Finding = {
  number: number
  says: string
  /** The rows that break it, at most 20. Empty: the invariant holds. */
  breaks: Record<string, unknown>[]
}

const BREAKS_SHOWN_MAX = 20

/** Asks every invariant in one REPEATABLE READ, READ ONLY snapshot. Writes nothing. */
export async function reconcile(database: Database): Promise<Finding[]> {
  return database.$transaction(
    async (snapshot) => {
      await snapshot.$executeRawUnsafe('set transaction read only')
      const findings: Finding[] = []
      for (const { number, says, breaksQuery } of invariants) {
        const breaks = await snapshot.$queryRawUnsafe<Record<string, unknown>[]>(
          `select * from (${breaksQuery}) as breaks limit ${BREAKS_SHOWN_MAX}`,
        )
        findings.push({ number, says, breaks })
      }
      return findings
    },
    { isolationLevel: 'RepeatableRead', timeout: 300_000, maxWait: 30_000 },
  )
}

/** Throws, naming each broken invariant and the first rows that break it. */
export async function assertReconciled(database: Database): Promise<void> {
  const broken = (await reconcile(database)).filter((finding) => finding.breaks.length > 0)
  if (broken.length === 0) return
  const report = broken.map(({ number, says, breaks }) => `${number}. ${says} ${JSON.stringify(breaks.slice(0, 3))}`)
  throw new AppError('internal_error', { message: `The books do not reconcile:\n${report.join('\n')}` })
}
