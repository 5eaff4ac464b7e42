// What a refund can be taken from: what is left of its purchase, and nothing else of the wallet.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import type { RefundSource } from '@farebox/ledger'
import { least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import { heldIn, lockLotsOfPayment, lotsOfPayment, type PaymentLot } from '../payments/lots-of-payment.ts'
import { refundedSoFar } from './refunded-so-far.ts'

export type Left = {
  /** In the order in which it is taken. */
  sources: RefundSource[]
  available: Microcents
  /** Reserved by calls under way. */
  held: Microcents
}

/** With its wallets locked. A pool has no lock of its own: where it is spent at this moment, its floor refuses, and the caller tries again. */
export async function lockLeftOf(transaction: DatabaseTransaction, order: OrderModel): Promise<Left> {
  return order.kind === 'grant_pool' ? leftOf(transaction, order) : leftInLots(await lockLotsOfPayment(transaction, order))
}

export async function leftOf(transaction: DatabaseTransaction, order: OrderModel): Promise<Left> {
  if (order.kind !== 'grant_pool') return leftInLots(await lotsOfPayment(transaction, order))
  const { appId, mode } = order
  if (!appId) return { sources: [], available: ZERO, held: ZERO }
  const pool = await transaction.account.findUnique({ where: { mode_kind_id: { mode, kind: 'grant_pool', id: appId } } })
  // A pool does not know which purchase its money came from: of each no more than it brought.
  const { credit } = await refundedSoFar(transaction, order)
  const available = least(microcents(pool?.balanceMicrocents ?? 0n), microcents(order.creditMicrocents - credit))
  return { sources: [{ kind: 'grant_pool', appId, amountMicrocents: available }], available, held: ZERO }
}

function leftInLots(lots: readonly PaymentLot[]): Left {
  const sources = lots.map(({ walletId, lotId, available }) => ({ kind: 'lot', walletId, lotId, amountMicrocents: available }) as const)
  return { sources, available: sum(sources.map(({ amountMicrocents }) => amountMicrocents)), held: heldIn(lots) }
}

/** The first of them, as far as they go. */
export function takeFrom(sources: readonly RefundSource[], wanted: Microcents): RefundSource[] {
  const taken: RefundSource[] = []
  let missing = wanted
  for (const source of sources) {
    const amountMicrocents = least(source.amountMicrocents, missing)
    if (amountMicrocents > 0n) taken.push({ ...source, amountMicrocents })
    missing = microcents(missing - amountMicrocents)
  }
  return taken
}
