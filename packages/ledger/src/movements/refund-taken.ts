// A refund is taken out of the books: what is left of the purchase, the fee's share, and what is owed where it is spent already.
import type { Mode } from '@farebox/db'
import { fromCents, type Microcents } from '@farebox/money'
import { grantPool, lot, organizationReceivable, packageFee, refundPayable, userReceivable } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'
import type { Debtor } from './debt-written-off.ts'

/** What a refund is taken from. */
export type RefundSource =
  | { kind: 'lot'; walletId: string; lotId: string; amountMicrocents: Microcents }
  | { kind: 'grant_pool'; appId: string; amountMicrocents: Microcents }

export type RefundTaken = {
  transactionId: string
  mode: Mode
  /** Our row of the refund. */
  refundId: string
  amountCents: number
  sources: readonly RefundSource[]
  feeMicrocents: Microcents
  /** Who owes what was not there any more. Only where Stripe gave it back without asking us. */
  owed?: { debtor: Debtor; amountMicrocents: Microcents } | undefined
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each lot, or the grant pool | refund payable | what is left of the purchase |
 * | package fee | refund payable | the fee's share |
 * | receivable of the user, or of the organization | refund payable | what is spent already |
 *
 * Example: all of *basic* goes back: $10.00. $6.00 are left: lot −$6.00, fee −$1.50, and $2.50 are owed. Of a refund somebody asked
 * us for nothing is ever owed. What calls had spent stays the developer's: no earnings are touched.
 */
export function refundTaken({ transactionId, mode, refundId, amountCents, sources, feeMicrocents, owed }: RefundTaken): Movement {
  const credit = refundPayable(refundId)
  const walletIds = [...new Set(sources.flatMap((source) => (source.kind === 'lot' ? [source.walletId] : [])))]
  const transfers: Transfer[] = [
    ...sources.map((source) => ({ debit: accountOf(source), credit, amount: source.amountMicrocents })),
    { debit: packageFee, credit, amount: feeMicrocents },
    ...(owed ? [{ debit: receivableOf(owed.debtor), credit, amount: owed.amountMicrocents }] : []),
  ]
  const taken = transfers.reduce((total, { amount }) => total + amount, 0n)
  if (taken !== fromCents(amountCents)) throw new RangeError(`refund ${refundId} of ${amountCents} cents takes ${taken} microcents`)
  return movement({
    kind: 'refund.taken',
    mode,
    transactionId,
    operationKey: `refund:${refundId}`,
    ...(walletIds[0] && { walletId: walletIds[0] }),
    walletIds,
    transfers,
  })
}

function accountOf(source: RefundSource) {
  return source.kind === 'lot' ? lot(source.lotId) : grantPool(source.appId)
}

const receivableOf = (debtor: Debtor) =>
  debtor.kind === 'user_receivable' ? userReceivable(debtor.walletId) : organizationReceivable(debtor.organizationId)
