// The reconciliation board: what the last run proved, sums by category, each invariant, and the breaks.
import { type Database, publicId, type ReconciliationBreakModel, type ReconciliationRunModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'
import { accountName, type ExplainedKind } from '../explain/accounts.ts'
import { type OperatorName, operatorNames } from '../operators/operator-names.ts'
import { openBreaks } from './found-break.ts'
import { centsToMicrocents } from './line-amount.ts'

const amount = z.string().transform((text): Microcents => microcents(BigInt(text)))

/** The result of a run as it was kept. */
const keptResult = z.object({
  stripeBalance: amount,
  ledgerBalance: amount,
  waiting: amount,
  invariants: z.array(z.object({ number: z.number(), says: z.string(), breaks: z.number() })),
  categories: z.array(
    z.object({ category: z.string(), isKnown: z.boolean(), lines: z.number(), stripe: amount, ledger: amount, difference: amount }),
  ),
  counts: z.object({ stored: z.number(), booked: z.number(), breaks: z.number() }),
})

const RUNS_SHOWN = 14

export async function reconciliationBoard(database: Database) {
  const [runs, open, lastDone] = await Promise.all([
    database.reconciliationRun.findMany({ orderBy: { startedAt: 'desc' }, take: RUNS_SHOWN }),
    openBreaks(database),
    database.reconciliationRun.findFirst({ where: { outcome: { in: ['proven', 'broken'] } }, orderBy: { startedAt: 'desc' } }),
  ])
  return {
    /** The last run that could be done: what the figures below are from. Null: there was none yet. */
    lastRun: lastDone && { ...runFacts(lastDone), ...keptResult.parse(lastDone.result) },
    isRunning: runs.some(({ outcome }) => outcome === 'running'),
    openBreaks: await withNames(database, open),
    runs: runs.map(runFacts),
  }
}

const runFacts = ({ id, trigger, outcome, startedAt, finishedAt, failure }: ReconciliationRunModel) => ({
  ...{ id, trigger, outcome, startedAt, finishedAt, failure },
})

export type BreakRow = Omit<ReconciliationBreakModel, 'amountMicrocents' | 'resolvedBy'> & {
  amount: Microcents | null
  resolvedBy: OperatorName | null
}

export type BreakQuery = { state: 'open' | 'resolved' | 'all'; after?: string | undefined; limit: number }

/** Newest first. */
export async function listBreaks(database: Database, { state, after, limit }: BreakQuery) {
  const resolved = { open: { resolvedAt: null }, resolved: { resolvedAt: { not: null } }, all: {} }[state]
  const breaks = await database.reconciliationBreak.findMany({
    where: { ...resolved, ...(after && { id: { lt: after } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const page = breaks.slice(0, limit)
  return { rows: await withNames(database, page), nextCursor: breaks.length > limit ? (page.at(-1)?.id ?? null) : null }
}

export async function withNames(database: Database, breaks: readonly ReconciliationBreakModel[]): Promise<BreakRow[]> {
  const names = await operatorNames(
    database,
    breaks.map(({ resolvedBy }) => resolvedBy),
  )
  return breaks.map(({ amountMicrocents, resolvedBy, ...rest }) => ({
    ...rest,
    amount: amountMicrocents === null ? null : microcents(amountMicrocents),
    resolvedBy: (resolvedBy && names.get(resolvedBy)) || null,
  }))
}

const lineNames = /\btxn_[\w-]+/g

/** A break with what both sides have of its subject: Stripe's lines, those its words name too, and our movements. */
export async function breakCase(database: Database, id: string) {
  const found = await database.reconciliationBreak.findUnique({ where: { id } })
  const [row] = found ? await withNames(database, [found]) : []
  if (!row) throw new AppError('not_found', { message: 'There is no such break.' })
  const lines = await database.stripeBalanceTransaction.findMany({
    where: { OR: [{ id: { in: [row.subject, ...(row.explanation.match(lineNames) ?? [])] } }, { sourceId: row.subject }] },
    orderBy: { createdAt: 'asc' },
    take: 20,
  })
  return {
    ...row,
    stripe: lines.map(({ amountCents, feeCents, netCents, storedAt: _, ...line }) => ({
      ...line,
      amount: centsToMicrocents(amountCents),
      fee: centsToMicrocents(feeCents),
      net: centsToMicrocents(netCents),
    })),
    ledger: await movementsOf(
      database,
      row.subject,
      lines.map(({ sourceId }) => sourceId),
    ),
  }
}

async function movementsOf(database: Database, subject: string, sources: readonly string[]) {
  const bookings = await database.stripeBooking.findMany({ where: { sourceId: { in: [...sources, subject] } } })
  const plain = z.uuid().safeParse(subject)
  const operation = await database.operation.findFirst({ where: { operationKey: `stripe-fee:${subject}` } })
  const ids = [
    ...bookings.map(({ transactionId }) => transactionId),
    ...(plain.success ? [plain.data] : []),
    operation?.transactionId ?? [],
  ].flat()
  const movements = await database.transaction.findMany({ where: { id: { in: ids } }, orderBy: { occurredAt: 'asc' } })
  const transfers = await database.transfer.findMany({
    where: { transactionId: { in: movements.map((one) => one.id) }, walletId: { in: movements.map(({ walletId }) => walletId) } },
    orderBy: { n: 'asc' },
  })
  const named = (kind: ExplainedKind, id: string) => ({ kind, id, name: accountName(kind) })
  return movements.map((movement) => ({
    transactionId: publicId('transaction', movement.id),
    kind: movement.kind,
    at: movement.occurredAt,
    transfers: transfers
      .filter(({ transactionId }) => transactionId === movement.id)
      .map((transfer) => ({
        debit: named(transfer.debitKind, transfer.debitId),
        credit: named(transfer.creditKind, transfer.creditId),
        amount: microcents(transfer.amountMicrocents),
      })),
  }))
}
