// May money leave? Only while the books prove themselves and agree with Stripe's, asked now.
import { type Microcents, microcents } from '@farebox/money'
import { openBreaks } from './found-break.ts'
import { type ReconciliationDesk, runReconciliation } from './run-reconciliation.ts'

export type Proof =
  | { isProven: true }
  | { isProven: false; breaks: { kind: string; subject: string; amountMicrocents: Microcents | null; explanation: string }[] }

/** Runs a whole reconciliation first. Throws where it could not be done: then nothing is proven. */
export async function booksAreProven(desk: ReconciliationDesk, now: Date): Promise<Proof> {
  const run = await runReconciliation(desk, { trigger: 'payouts', now })
  const breaks = await openBreaks(desk.database, { severity: 'money' })
  if (run.outcome === 'proven' && breaks.length === 0) return { isProven: true }
  return {
    isProven: false,
    breaks: breaks.map(({ kind, subject, amountMicrocents, explanation }) => ({
      ...{ kind, subject, explanation },
      amountMicrocents: amountMicrocents === null ? null : microcents(amountMicrocents),
    })),
  }
}
