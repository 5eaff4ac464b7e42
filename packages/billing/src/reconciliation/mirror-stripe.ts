// Reads Stripe's book of our balance: every line once, by its id, looking back 48 hours each time since a line may appear late.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { MoneyOutGate, StripeBalanceTransaction } from '../stripe/money-out-gate.ts'
import { bookingSource } from './categories.ts'

export type StripeBook = Pick<MoneyOutGate, 'balance' | 'balanceTransactions'>

export type MirrorReading = {
  stored: number
  /** Lines that say something else than when they were stored first. Stripe never changes a line. */
  changed: { id: string; was: string; is: string }[]
  balanceCents: number
}

const OVERLAP_MS = 48 * 3_600_000
const PAGE = 200
/** How often the balance may change while the book is read before we give up until the next run. */
const READINGS_MAX = 4

/** The balance is asked before and after: only where it stood still do book and balance belong together. */
export async function mirrorStripe(database: Database, book: StripeBook, now: Date): Promise<MirrorReading> {
  let stored = 0
  for (let reading = 0; reading < READINGS_MAX; reading++) {
    const readUntil = await databaseNow(database)
    const before = await balanceCents(book)
    const page = await readLines(database, book, now)
    stored += page.stored
    if ((await balanceCents(book)) !== before) continue
    await noteReading(database, { readUntil, balanceCents: before })
    return { stored, changed: page.changed, balanceCents: before }
  }
  throw new AppError('busy', { internal: `Stripe's balance changed during each of ${READINGS_MAX} readings of its book` })
}

/** Of two runs at once the later reading stays, whichever is written last. */
async function noteReading(database: Database, { readUntil, balanceCents }: { readUntil: Date; balanceCents: number }): Promise<void> {
  await database.$executeRaw`
    insert into stripe_mirror (id, read_until, balance_cents) values (1, ${readUntil}, ${balanceCents})
    on conflict (id) do update set read_until = excluded.read_until, balance_cents = excluded.balance_cents
     where stripe_mirror.read_until <= excluded.read_until`
}

async function balanceCents(book: StripeBook): Promise<number> {
  const { availableCents, pendingCents } = await book.balance()
  return availableCents + pendingCents
}

/** The clock by which the journal's rows are dated: a movement posted before this moment must be in what is read after it. */
async function databaseNow(database: Database): Promise<Date> {
  const [row] = await database.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`
  if (!row) throw new AppError('internal_error', { internal: 'the database has no clock' })
  return row.now
}

async function readLines(database: Database, book: StripeBook, now: Date): Promise<Pick<MirrorReading, 'stored' | 'changed'>> {
  const { _max } = await database.stripeBalanceTransaction.aggregate({ _max: { createdAt: true } })
  const since = new Date(_max.createdAt ? _max.createdAt.getTime() - OVERLAP_MS : 0)
  const found: Pick<MirrorReading, 'stored' | 'changed'> = { stored: 0, changed: [] }
  let lines: StripeBalanceTransaction[] = []
  for await (const line of book.balanceTransactions({ since })) {
    lines.push(line)
    if (lines.length < PAGE) continue
    await storeLines(database, lines, found, now)
    lines = []
  }
  await storeLines(database, lines, found, now)
  return found
}

async function storeLines(
  database: Database,
  lines: readonly StripeBalanceTransaction[],
  found: Pick<MirrorReading, 'stored' | 'changed'>,
  now: Date,
): Promise<void> {
  if (lines.length === 0) return
  const rows = lines.map((line) => ({
    ...line,
    sourceId: bookingSource(line),
    amountCents: BigInt(line.amountCents),
    feeCents: BigInt(line.feeCents),
    netCents: BigInt(line.netCents),
    storedAt: now,
  }))
  const known = new Map(
    (await database.stripeBalanceTransaction.findMany({ where: { id: { in: rows.map(({ id }) => id) } } })).map((row) => [row.id, row]),
  )
  for (const row of rows) {
    const first = known.get(row.id)
    if (first && spelled(first) !== spelled(row)) found.changed.push({ id: row.id, was: spelled(first), is: spelled(row) })
  }
  const { count } = await database.stripeBalanceTransaction.createMany({ data: rows, skipDuplicates: true })
  found.stored += count
}

type Line = { amountCents: bigint; feeCents: bigint; netCents: bigint; currency: string; reportingCategory: string; sourceId: string }

const spelled = ({ amountCents, feeCents, netCents, currency, reportingCategory, sourceId }: Line) =>
  `${reportingCategory} of ${sourceId}: ${amountCents} cents, fee ${feeCents}, net ${netCents} ${currency}`
