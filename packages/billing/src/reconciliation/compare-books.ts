// Ledger and Stripe, side by side: what agrees adds up by category, what does not becomes a break with a name and a place.
import type { Database, DatabaseTransaction, StripeBalanceTransactionModel } from '@farebox/db'
import { type Finding, reconcile } from '@farebox/ledger/reconcile'
import { type Microcents, microcents } from '@farebox/money'
import { type CategorySum, categorySums } from './category-sums.ts'
import { compareBalances } from './compare-balances.ts'
import { comparePayouts } from './compare-payouts.ts'
import { findUnbooked } from './find-unbooked.ts'
import { findWrongPairs } from './find-wrong-pairs.ts'
import type { FoundBreak } from './found-break.ts'
import type { QuarantinedPayments } from './quarantined-payments.ts'

export type Comparison = {
  breaks: FoundBreak[]
  categories: CategorySum[]
  invariants: { number: number; says: string; breaks: number }[]
  stripeBalance: Microcents
  ledgerBalance: Microcents
  /** What Stripe has done and we are about to book: part of the difference that is nobody's mistake. */
  waiting: Microcents
}

type FromOutside = { quarantined: QuarantinedPayments; now: Date }

/** All of Stripe's side is asked of one unchanging snapshot, the ledger's own invariants of another. */
export async function compareBooks(database: Database, facts: FromOutside): Promise<Comparison> {
  const beside = await database.$transaction((snapshot) => compareInSnapshot(snapshot, facts), {
    isolationLevel: 'RepeatableRead',
    timeout: 120_000,
    maxWait: 30_000,
  })
  const findings = await reconcile(database)
  return {
    ...beside,
    breaks: [...beside.breaks, ...findings.flatMap(brokenInvariant)],
    invariants: findings.map(({ number, says, breaks }) => ({ number, says, breaks: breaks.length })),
  }
}

async function compareInSnapshot(snapshot: DatabaseTransaction, facts: FromOutside): Promise<Omit<Comparison, 'invariants'>> {
  await snapshot.$executeRawUnsafe('set transaction read only')
  const { breaks: unbooked, waiting } = await findUnbooked(snapshot, facts)
  const { breaks: drifts, stripeBalance, ledgerBalance } = await compareBalances(snapshot)
  return {
    breaks: [...unbooked, ...(await findWrongPairs(snapshot)), ...drifts, ...(await comparePayouts(snapshot))],
    categories: await categorySums(snapshot),
    stripeBalance,
    ledgerBalance,
    waiting: netOf(waiting),
  }
}

const netOf = (lines: readonly StripeBalanceTransactionModel[]): Microcents =>
  microcents(lines.reduce((total, { netCents }) => total + netCents * 1_000_000n, 0n))

/** Invariant 9 is what the breaks above take apart, line by line. */
function brokenInvariant({ number, says, breaks }: Finding): FoundBreak[] {
  if (breaks.length === 0 || number === 9) return []
  const rows = breaks.slice(0, 3).map((row) => JSON.stringify(row))
  const explanation = `Invariant ${number} does not hold: ${says} ${breaks.length} rows break it, the first: ${rows.join('; ')}`
  return [{ kind: 'invariant', subject: `invariant:${number}`, severity: 'money', explanation }]
}
