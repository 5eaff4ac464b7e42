// A movement was a mistake: its exact opposite is posted, and names it. Both stay in the books.
import { AppError } from '@farebox/errors'
import { type Movement, movement, type Transfer } from '../movement.ts'

export type MovementReversed = {
  transactionId: string
  original: {
    transactionId: string
    mode: Movement['mode']
    kind: string
    transfers: readonly Transfer[]
    /** The wallet in whose history it is, and every wallet with a lot in it. */
    walletId?: string | undefined
    walletIds: readonly string[]
  }
}

/** Kinds that nothing else was built on: no order, charge, grant or payout points at them. All others have an opposite of their own. */
export const reversibleKinds: ReadonlySet<string> = new Set(['goodwill.given', 'balance.corrected', 'debt.written_off'])

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | what the original credited | what it debited | the same |
 *
 * Example: goodwill of $2.00 went to the wrong wallet: its lot −$2.00, adjustment −$2.00. Refused where it is spent already.
 */
export function movementReversed({ transactionId, original }: MovementReversed): Movement {
  if (!reversibleKinds.has(original.kind)) {
    throw new AppError('adjustment_not_possible', { message: `A movement of kind ${original.kind} is not reversed by hand.` })
  }
  return movement({
    kind: 'movement.reversed',
    mode: original.mode,
    transactionId,
    operationKey: `reverse:${original.transactionId}`,
    reversesId: original.transactionId,
    ...(original.walletId && { walletId: original.walletId }),
    walletIds: original.walletIds,
    transfers: original.transfers.map(({ debit, credit, ...rest }) => ({ ...rest, debit: credit, credit: debit })),
  })
}
