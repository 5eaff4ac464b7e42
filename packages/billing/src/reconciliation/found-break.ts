// A break: two sides that should agree and do not, named and located, in words an operator can act on.
import type { BreakSeverity, Database, DatabaseTransaction, ReconciliationBreakModel } from '@farebox/db'
import type { Microcents } from '@farebox/money'

export type FoundBreak = {
  /** A word of the kind: `not_booked`, `wrong_fee`. Found again, the same kind and subject is the same break. */
  kind: string
  /** The id it is about: Stripe's, ours, or `invariant:9`. */
  subject: string
  /** `money` stops payouts until it is gone or an operator resolved it. */
  severity: BreakSeverity
  amountMicrocents?: Microcents | undefined
  explanation: string
}

/** Kinds that each reconciliation looks for anew: one it does not find again is gone. */
export const derivedKinds = [
  'unknown_type',
  'wrong_currency',
  'not_booked',
  'quarantined_payment',
  'second_line',
  'no_balance_transaction',
  'missing_at_stripe',
  'wrong_amount',
  'wrong_fee',
  'balance_drift',
  'fold_drift',
  'clearing_stuck',
  'payout_mismatch',
  'invariant',
] as const

export type OpenBreak = ReconciliationBreakModel

const BREAKS_MAX = 500

/** The worst and the oldest first. */
export async function openBreaks(
  database: Database | DatabaseTransaction,
  { severity }: { severity?: BreakSeverity | undefined } = {},
): Promise<OpenBreak[]> {
  return database.reconciliationBreak.findMany({
    where: { resolvedAt: null, ...(severity && { severity }) },
    orderBy: [{ severity: 'asc' }, { firstSeenAt: 'asc' }, { id: 'asc' }],
    take: BREAKS_MAX,
  })
}
