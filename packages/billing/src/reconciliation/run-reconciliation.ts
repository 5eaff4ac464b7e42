// One reconciliation with Stripe, from reading its book to telling people: read, book what is ours to book, compare, write down.
import { type Database, newId, type Prisma, type ReconciliationRunModel, type ReconciliationTrigger } from '@farebox/db'
import { asAppError } from '@farebox/errors'
import { formatExact, microcents } from '@farebox/money'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'
import { followPayments } from '../payments/follow-payments.ts'
import type { Till } from '../topups/open-checkout.ts'
import { bookOurs } from './book-ours.ts'
import { type Comparison, compareBooks } from './compare-books.ts'
import type { FoundBreak, OpenBreak } from './found-break.ts'
import { mirrorStripe } from './mirror-stripe.ts'
import { readQuarantined } from './quarantined-payments.ts'
import { recordBreak, settleBreaks } from './record-break.ts'

export type ReconciliationDesk = Till & AlertDesk

/** A run that is older than this and still running died with its process. */
const RUN_LIFE_MS = 15 * 60_000
const TOLD_MAX = 5

/** Answers the finished run. Throws where it could not be done: then nothing is proven, and the operators are told. */
export async function runReconciliation(
  desk: ReconciliationDesk,
  { trigger, now }: { trigger: ReconciliationTrigger; now: Date },
): Promise<ReconciliationRunModel> {
  const { database } = desk
  const run = await beginRun(database, trigger, now)
  try {
    const reading = await mirrorStripe(database, desk.stripe.moneyOut, now)
    // What both books know and only one has written down is no break: it is booked first.
    await followPayments(desk, now).catch(() => 0)
    const booked = await bookOurs(database, now)
    for (const { id, was, is } of reading.changed) await recordBreak(database, { ...changedLine(id, was, is), now })
    const comparison = await compareBooks(database, { quarantined: await readQuarantined(desk), now })
    const { finished, fresh } = await finishRun(database, run, { comparison, counts: { stored: reading.stored, booked }, now })
    await tellOf(desk, fresh, now)
    return finished
  } catch (cause) {
    await failRun(desk, run, cause, now)
    throw cause
  }
}

async function beginRun(database: Database, trigger: ReconciliationTrigger, now: Date): Promise<ReconciliationRunModel> {
  await database.reconciliationRun.updateMany({
    where: { outcome: 'running', startedAt: { lt: new Date(now.getTime() - RUN_LIFE_MS) } },
    data: { outcome: 'failed', finishedAt: now, failure: 'It never finished.' },
  })
  return database.reconciliationRun.create({ data: { id: newId(now.getTime()), trigger, startedAt: now } })
}

const changedLine = (id: string, was: string, is: string): FoundBreak => ({
  kind: 'changed_at_stripe',
  subject: id,
  severity: 'money',
  explanation: `Stripe’s line ${id} was ${was}, and now is ${is}. Stripe never changes a line of its book: ask Stripe.`,
})

type Outcome = { comparison: Comparison; counts: { stored: number; booked: number }; now: Date }

async function finishRun(database: Database, run: ReconciliationRunModel, { comparison, counts, now }: Outcome) {
  return database.$transaction(
    async (transaction) => {
      // Two runs at once write one after the other.
      await transaction.$executeRaw`select pg_advisory_xact_lock(hashtext('farebox.reconciliation'))`
      const fresh = await settleBreaks(transaction, comparison.breaks, now)
      const open = await transaction.reconciliationBreak.count({ where: { resolvedAt: null, severity: 'money' } })
      const finished = await transaction.reconciliationRun.update({
        where: { id: run.id },
        data: {
          outcome: open === 0 ? 'proven' : 'broken',
          finishedAt: now,
          result: resultOf(comparison, { ...counts, breaks: comparison.breaks.length }),
        },
      })
      return { finished, fresh }
    },
    { timeout: 60_000, maxWait: 30_000 },
  )
}

/** As JSON: amounts as strings of microcents. */
function resultOf({ breaks: _, ...comparison }: Comparison, counts: Record<string, number>): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify({ ...comparison, counts }, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))
}

/** Breaks that are new, each by its name; of many the first, and how many more. */
async function tellOf(desk: ReconciliationDesk, fresh: readonly OpenBreak[], now: Date): Promise<void> {
  const money = fresh.filter(({ severity }) => severity === 'money')
  for (const { kind, subject, explanation, amountMicrocents } of money.slice(0, TOLD_MAX)) {
    const amount = amountMicrocents === null ? '' : ` (${formatExact(microcents(amountMicrocents))})`
    const alertKind = kind === 'invariant' ? 'books_broken' : 'stripe_break'
    await raiseAlert(desk, { kind: alertKind, subject: `${kind} ${subject}`, explanation: `${explanation}${amount}`, now })
  }
  if (money.length <= TOLD_MAX) return
  const explanation = `${money.length - TOLD_MAX} more breaks were found with it. The console’s reconciliation board lists them.`
  await raiseAlert(desk, { kind: 'stripe_break', subject: 'many breaks at once', explanation, now })
}

async function failRun(desk: ReconciliationDesk, run: ReconciliationRunModel, cause: unknown, now: Date): Promise<void> {
  const { message, internal } = asAppError(cause)
  const failure = internal ?? message
  await desk.database.reconciliationRun.update({ where: { id: run.id }, data: { outcome: 'failed', finishedAt: now, failure } })
  await raiseAlert(desk, { kind: 'reconciliation_failed', subject: 'reconciliation', explanation: `It stopped with: ${failure}`, now })
}
