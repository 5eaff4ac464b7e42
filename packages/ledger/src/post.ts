// The only writer of the books, besides the hold functions: one movement, once per operation key.
import { createHash } from 'node:crypto'
import { AppError, assert } from '@farebox/errors'
import type { Movement } from './movement.ts'

/** A database transaction of the caller's: the movement commits with what caused it, or not at all. */
export type PostingTransaction = {
  $queryRawUnsafe<Rows>(text: string, ...values: unknown[]): PromiseLike<Rows>
}

export type Posted = {
  transactionId: string
  /** True: this operation key was posted before, and this is its first transaction. Nothing moved now. */
  duplicate: boolean
}

/**
 * Writes a movement. Locks its wallets, then its guarded accounts; each guarded balance stays at zero or above.
 * Throws `idempotency_mismatch` for a known key with other content, and `fundsShort` where a floor would break.
 */
export async function post(
  transaction: PostingTransaction,
  movement: Movement,
  fundsShort: AppError = shortOfFunds(movement),
): Promise<Posted> {
  try {
    const [row] = await transaction.$queryRawUnsafe<{ o_transaction_id: string; o_duplicate: boolean }[]>(
      'select o_transaction_id::text, o_duplicate from post_movement($1::jsonb)',
      JSON.stringify(spelled(movement)),
    )
    assert(row, 'post_movement answers one row')
    return { transactionId: row.o_transaction_id, duplicate: row.o_duplicate }
  } catch (cause) {
    const state = databaseCode(cause)
    if (state === 'FB001') throw new AppError('idempotency_mismatch', { internal: movement.operationKey, cause })
    if (state === '23514') throw fundsShort
    throw cause
  }
}

function shortOfFunds(movement: Movement): AppError {
  return new AppError('internal_error', { internal: `${movement.kind} ${movement.operationKey} would break a floor` })
}

function spelled({ transfers, newLots, ...rest }: Movement) {
  const pairs = transfers.map(({ debit, credit, amount, accrualDay }) => ({
    debitKind: debit.kind,
    debitId: debit.id,
    creditKind: credit.kind,
    creditId: credit.id,
    amount: String(amount),
    accrualDay,
  }))
  const lots = newLots.map((lot) => ({ ...lot, originalMicrocents: String(lot.originalMicrocents) }))
  return { ...rest, transfers: pairs, newLots: lots, contentHash: contentHash({ ...rest, transfers: pairs, newLots: lots }) }
}

/** What was asked, without the ids that each attempt makes anew: a retry hashes to the same, another amount does not. */
function contentHash({
  transactionId,
  occurredAt,
  ...content
}: {
  transactionId: string
  occurredAt?: Date
  newLots: { id: string }[]
  transfers: object
}): string {
  const newLotIds = content.newLots.map((lot) => lot.id)
  const text = newLotIds.reduce((spelling, id, place) => spelling.replaceAll(id, `new lot ${place}`), JSON.stringify(content))
  return createHash('sha256').update(text).digest('hex')
}

/** Prisma wraps the database's error; its SQLSTATE is somewhere inside. */
function databaseCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined
  const found = /\b(FB\d{3}|23514)\b/.exec(`${thrown.message} ${JSON.stringify(thrown)}`)
  return found?.[1]
}
