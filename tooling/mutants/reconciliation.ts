// Mutants of reconciliation and adjustments: money that moved unseen, or by one person alone.
import type { Mutant } from './mutant.ts'

const reconciliation = 'packages/billing/src/reconciliation'
const adjustments = 'packages/billing/src/adjustments'
const compares = `${reconciliation}/run-reconciliation.test.ts`
const adjusts = `${adjustments}/adjust.test.ts`

export const reconciliationMutants: Mutant[] = [
  {
    promise: 'M86',
    breaks: 'a line of an unknown kind is taken for one on its way',
    file: `${reconciliation}/find-unbooked.ts`,
    find: 'if (reason) breaks.push(broken(line, reason))',
    replace: "if (reason && reason.kind !== 'unknown_type') breaks.push(broken(line, reason))",
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'any transfer is taken for a payout’s',
    file: `${reconciliation}/find-unbooked.ts`,
    find: 'return left > 0',
    replace: 'return left >= 0',
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'a second line of one charge counts as booked',
    file: `${reconciliation}/unbooked-lines.ts`,
    find: '(earlier.created_at, earlier.id) < (line.created_at, line.id)',
    replace: 'false',
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'a cent less at Stripe is no drift',
    file: `${reconciliation}/compare-balances.ts`,
    find: 'if (drift === 0n) return []',
    replace: 'if (drift <= 0n) return []',
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'a fee that is another goes unseen',
    file: 'packages/ledger/src/invariants/stripe.ts',
    find: 'or pair.balance <> line.net_cents * 1000000 or pair.fee <> line.own_fee_cents * 1000000',
    replace: '',
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'a movement without a line at Stripe goes unseen',
    file: 'packages/ledger/src/invariants/stripe.ts',
    find: '(line.id is null and pair.posted_at < mirror.read_until)',
    replace: 'false',
    test: compares,
  },
  {
    promise: 'M86',
    breaks: 'a break that is gone stays open',
    file: `${reconciliation}/record-break.ts`,
    find: 'where: { resolvedAt: null, ...notSeen }',
    replace: 'where: { resolvedAt: null, ...notSeen, id: { in: seen } }',
    test: compares,
  },
  {
    promise: 'S6',
    breaks: 'a stale balance is taken as it is',
    file: `${adjustments}/plan-adjustment.ts`,
    find: 'if (balance !== oldAmount)',
    replace: 'if (balance < 0n)',
    test: adjusts,
  },
  {
    promise: 'M79',
    breaks: 'an adjustment is not locked while it is decided',
    file: `${adjustments}/adjust.ts`,
    find: '::uuid for update`',
    replace: '::uuid`',
    test: adjusts,
  },
  {
    promise: 'M87',
    breaks: 'reads of a person leave no trace',
    file: 'packages/billing/src/search/records-router.ts',
    find: "await recordRead(database, { operator, action: 'user.read'",
    replace: "if (!operator) await recordRead(database, { operator, action: 'user.read'",
    test: 'packages/billing/src/search/operator-router.test.ts',
  },
]
