// The daily run: whoever can be paid gets a payout, which is reviewed at once. It sends nothing: what is approved goes out by itself.
import { type Database, newId, type PayoutRunModel } from '@farebox/db'
import { raiseAlert } from '../alerts/raise-alert.ts'
import { booksAreProven } from '../reconciliation/books-are-proven.ts'
import type { ReconciliationDesk } from '../reconciliation/run-reconciliation.ts'
import { createPayout } from './create-payout.ts'
import { aloneWith } from './money-out.ts'
import { reviewPayout } from './review-payout.ts'

const PAGE = 500
/** More than this wait for the next hour. */
const REVIEWS_MAX = 20_000

export type RunResult = {
  runId: string
  outcome: 'finished' | 'stopped'
  reason: string | null
  /** Payouts this call made: a second one on the same day makes none. */
  created: number
}

/**
 * Once per day of `now` (UTC). Started twice, or again after a crash, it goes on where it was: each organization gets at most one
 * payout of a run. It stops where the books are not proven, and may be started again when they are.
 */
export async function runPayouts(desk: ReconciliationDesk, now: Date): Promise<RunResult> {
  const { database } = desk
  const run = await openRun(database, now)
  if (run.outcome === 'finished') return { runId: run.id, outcome: 'finished', reason: null, created: 0 }
  const proof = await booksAreProven(desk, now)
  if (!proof.isProven) return stop(desk, run, { breaks: proof.breaks, now })
  const failures: unknown[] = []
  const { created, passedOver } = await payEverybody(database, run.id, { failures, now })
  await reviewCreated(database, { failures, now })
  // The run stays open, and the next call takes up those who are missing.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payouts could not be made: ${failures[0]}`)
  await finish(database, run, { created, passedOver, now })
  return { runId: run.id, outcome: 'finished', reason: null, created }
}

/** The run of the day, whoever began it. */
async function openRun(database: Database, now: Date): Promise<PayoutRunModel> {
  const day = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`)
  // The unique index lets one of two starters make it; the other finds it.
  await database.$executeRaw`
    insert into payout_run (id, day, started_at) values (${newId(now.getTime())}::uuid, ${day}::date, ${now}) on conflict do nothing`
  return database.payoutRun.findFirstOrThrow({ where: { day, outcome: { not: 'stopped' } } })
}

async function stop(
  desk: ReconciliationDesk,
  run: PayoutRunModel,
  { breaks, now }: { breaks: readonly { kind: string; explanation: string }[]; now: Date },
): Promise<RunResult> {
  const reason = `The books are not proven: ${breaks
    .slice(0, 3)
    .map(({ explanation }) => explanation)
    .join(' ')}`
  await desk.database.payoutRun.updateMany({
    where: { id: run.id, outcome: 'running' },
    data: { outcome: 'stopped', reason, finishedAt: now },
  })
  await raiseAlert(desk, { kind: 'payout_run_stopped', subject: run.day.toISOString().slice(0, 10), explanation: reason, now })
  return { runId: run.id, outcome: 'stopped', reason, created: 0 }
}

type Progress = { failures: unknown[]; now: Date }

/** One organization after the other, each alone with its money. One that fails does not hold up the others. */
async function payEverybody(database: Database, runId: string, { failures, now }: Progress) {
  const passedOver: Record<string, number> = {}
  let created = 0
  for await (const organizationId of withEarnings(database)) {
    const made = await payOne(database, { organizationId, runId, now }).catch((failure: unknown) => {
      failures.push(failure)
      return undefined
    })
    if (made === undefined) continue
    if ('payoutId' in made) created += 1
    else passedOver[made.passedOver] = (passedOver[made.passedOver] ?? 0) + 1
  }
  return { created, passedOver }
}

function payOne(database: Database, facts: { organizationId: string; runId: string; now: Date }) {
  return aloneWith(database, facts.organizationId, (moneyOut) => createPayout(moneyOut, facts))
}

async function* withEarnings(database: Database): AsyncIterable<string> {
  let after = '00000000-0000-0000-0000-000000000000'
  while (true) {
    const page = await database.account.findMany({
      where: { mode: 'live', kind: 'earnings_available', balanceMicrocents: { gt: 0 }, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: PAGE,
      select: { id: true },
    })
    for (const { id } of page) yield id
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last.id
  }
}

/** Those of this run, and any that a crash left without a review. */
async function reviewCreated(database: Database, { failures, now }: Progress): Promise<void> {
  const created = await database.payout.findMany({ where: { status: 'created' }, orderBy: { createdAt: 'asc' }, take: REVIEWS_MAX })
  for (const payout of created) await reviewPayout(database, payout, now).catch((failure: unknown) => failures.push(failure))
}

async function finish(
  database: Database,
  run: PayoutRunModel,
  { created, passedOver, now }: { created: number; passedOver: Record<string, number>; now: Date },
): Promise<void> {
  const amounts = await database.payout.aggregate({ where: { runId: run.id }, _sum: { amountCents: true }, _count: true })
  const counts = { created: amounts._count, amountCents: amounts._sum.amountCents ?? 0, createdNow: created, passedOver }
  await database.payoutRun.updateMany({
    where: { id: run.id, outcome: 'running' },
    data: { outcome: 'finished', finishedAt: now, counts },
  })
}
