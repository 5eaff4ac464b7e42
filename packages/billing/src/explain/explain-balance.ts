// Any balance at any past moment, as a sum of entries: what it was before a page, each entry of the page, and what it was after.
import { type Database, type DatabaseTransaction, type Mode, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'
import { accountName, creditSign, type ExplainedAccount, type ExplainedKind, ledgerKind } from './accounts.ts'
import { storedBalance } from './stored-balance.ts'

export type BalanceQuestion = {
  mode: Mode
  account: ExplainedAccount
  /** The moment asked for: everything that had happened by then counts. Without it: now. */
  at?: Date | undefined
  /** Where the page before ended. */
  after?: string | undefined
  limit: number
}

export type BalanceEntry = {
  at: Date
  transactionId: string
  /** The movement, such as `topup.received`. */
  kind: string
  counterpart: { kind: ExplainedKind; id: string; name: string }
  /** Above zero: the balance grew. */
  change: Microcents
  balanceAfter: Microcents
}

export type ExplainedBalance = {
  account: ExplainedAccount & { name: string }
  mode: Mode
  at: Date | null
  /** At the moment asked for. */
  balance: Microcents
  /** Asked for now: the balance as it is kept, and whether it is the sum of all entries. */
  stored: Microcents | null
  agrees: boolean | null
  /** Before the oldest entry of this page, and after the newest. `opening` and all changes add up to `closing`. */
  opening: Microcents
  closing: Microcents
  /** Newest first. */
  entries: BalanceEntry[]
  next: string | null
}

/** One unchanging snapshot, so that the stored balance and the entries are of the same moment. */
export async function explainBalance(database: Database, question: BalanceQuestion): Promise<ExplainedBalance> {
  return database.$transaction((snapshot) => explain(snapshot, question), {
    isolationLevel: 'RepeatableRead',
    timeout: 60_000,
    maxWait: 10_000,
  })
}

async function explain(snapshot: DatabaseTransaction, question: BalanceQuestion): Promise<ExplainedBalance> {
  const { mode, account, at, after, limit } = question
  const sums = await sumsOf(snapshot, question, after === undefined ? undefined : readCursor(after))
  const rows = await pageOf(snapshot, question, after === undefined ? undefined : readCursor(after))
  const page = rows.slice(0, limit)
  const stored = at === undefined ? await storedBalance(snapshot, mode, account) : null
  let balanceAfter = sums.closing
  const entries = page.map((row) => {
    const entry = entryOf(row, balanceAfter)
    balanceAfter = microcents(balanceAfter - entry.change)
    return entry
  })
  const oldest = page.at(-1)
  return {
    account: { ...account, name: accountName(account.kind) },
    mode,
    at: at ?? null,
    balance: sums.balance,
    stored,
    agrees: stored === null ? null : stored === sums.balance,
    opening: balanceAfter,
    closing: sums.closing,
    entries,
    next: rows.length > limit && oldest ? writeCursor(oldest) : null,
  }
}

type Cursor = { at: string; transactionId: string; n: number }
type Row = {
  at: Date
  /** To the microsecond: what pages are cut by. */
  exactly: string
  transactionId: string
  n: number
  kind: string
  otherKind: ExplainedKind
  otherId: string
  change: string
}

/** Every side of a transfer in the account, with its change. A transfer between two lots of one wallet is two entries of it. */
function sidesQuery({ kind }: ExplainedAccount): string {
  const account = `'${ledgerKind(kind)}'::account_kind`
  const isIn = (side: 'debit' | 'credit') =>
    kind === 'wallet' ? `transfer.${side}_id in (select id from of_wallet)` : `transfer.${side}_id = $2::uuid`
  // A call's transfers are found by its wallet. What left a lot by another wallet's movement went to a lot that names its origin.
  const inHistory =
    ledgerKind(kind) === 'lot'
      ? `and transfer.wallet_id in (select wallet_id from lot where ${isLot(kind)} union select wallet_id from lot where origin_lot_id in (select id from of_wallet))`
      : ''
  const branch = (side: 'debit' | 'credit', other: 'debit' | 'credit', place: 0 | 1) => `
    select transfer.wallet_id, transfer.transaction_id, transfer.n * 2 + ${place} as n, transfer.${other}_kind as other_kind, transfer.${other}_id as other_id,
           ${side === 'debit' ? '-' : ''}transfer.amount_microcents as change
      from transfer where transfer.mode = $1::mode and transfer.${side}_kind = ${account} and ${isIn(side)} ${side === 'debit' ? inHistory : ''}`
  return `
    of_wallet as (select id from lot where ${isLot(kind)}),
    moved as (${branch('debit', 'credit', 0)} union all ${branch('credit', 'debit', 1)}),
    sides as (
      select transaction.occurred_at as at, moved.transaction_id, moved.n, transaction.kind, moved.other_kind, moved.other_id, moved.change
        from moved join transaction on transaction.wallet_id = moved.wallet_id and transaction.id = moved.transaction_id
       where transaction.occurred_at <= coalesce($3::timestamptz, 'infinity'))`
}

const isLot = (kind: ExplainedKind): string => {
  if (kind === 'wallet') return 'wallet_id = $2::uuid'
  return kind === 'lot' ? 'id = $2::uuid' : 'false'
}

function parameters({ mode, account, at }: BalanceQuestion): [Mode, string, Date | null] {
  return [mode, account.id, at ?? null]
}

const beforeCursor = `(sides.at, sides.transaction_id, sides.n) < ($4::timestamptz, $5::uuid, $6::int)`

/** Only the newest instant is open-ended: without a cursor the page begins there. */
const cursorValues = (cursor: Cursor | undefined) => [
  cursor?.at ?? 'infinity',
  cursor?.transactionId ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
  cursor?.n ?? 0,
]

async function sumsOf(snapshot: DatabaseTransaction, question: BalanceQuestion, cursor: Cursor | undefined) {
  const [row] = await snapshot.$queryRawUnsafe<{ balance: string; closing: string }[]>(
    `with ${sidesQuery(question.account)}
     select coalesce(sum(change), 0)::text as balance, coalesce(sum(change) filter (where ${beforeCursor}), 0)::text as closing from sides`,
    ...parameters(question),
    ...cursorValues(cursor),
  )
  const sign = BigInt(creditSign(question.account.kind))
  return { balance: microcents(BigInt(row?.balance ?? 0) * sign), closing: microcents(BigInt(row?.closing ?? 0) * sign) }
}

async function pageOf(snapshot: DatabaseTransaction, question: BalanceQuestion, cursor: Cursor | undefined): Promise<Row[]> {
  return snapshot.$queryRawUnsafe<Row[]>(
    `with ${sidesQuery(question.account)}
     select at, at::text as exactly, transaction_id::text as "transactionId", n::int as n, kind, other_kind::text as "otherKind", other_id::text as "otherId",
            (change * ${creditSign(question.account.kind)})::text as change
       from sides where ${beforeCursor} order by sides.at desc, sides.transaction_id desc, sides.n desc limit $7`,
    ...parameters(question),
    ...cursorValues(cursor),
    question.limit + 1,
  )
}

function entryOf({ at, transactionId, kind, otherKind, otherId, change }: Row, balanceAfter: Microcents): BalanceEntry {
  return {
    at,
    transactionId: publicId('transaction', transactionId),
    kind,
    counterpart: { kind: otherKind, id: otherId, name: accountName(otherKind) },
    change: microcents(BigInt(change)),
    balanceAfter,
  }
}

const cursorForm = z.tuple([z.string().max(40), z.uuid(), z.number().int()])

const writeCursor = ({ exactly, transactionId, n }: Row): string =>
  Buffer.from(JSON.stringify([exactly, transactionId, n])).toString('base64url')

function readCursor(text: string): Cursor {
  try {
    const [at, transactionId, n] = cursorForm.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (Number.isNaN(Date.parse(at))) throw new Error('no time')
    return { at, transactionId, n }
  } catch (cause) {
    throw new AppError('invalid_request', { message: 'This is not a place in this list.', param: 'after', cause })
  }
}
