// Where the money of a payment is now: the lot it bought, and every lot that carries some of it on, in whichever wallet.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { type Microcents, microcents, sum } from '@farebox/money'

export type PaymentLot = {
  walletId: string
  lotId: string
  /** Set: spendable only in this app. */
  appId: string | null
  available: Microcents
  held: Microcents
  /** Not spendable from then on: a lot that was stopped has it in the past. */
  expiresAt: Date | null
}

type Bought = Pick<OrderModel, 'walletId' | 'lotId'>

/** The bought lot first, then what names it, each after the one it came from. None for an order that bought no lot. */
export async function lotsOfPayment(transaction: DatabaseTransaction, { walletId, lotId }: Bought): Promise<PaymentLot[]> {
  if (!walletId || !lotId) return []
  const rows = await transaction.$queryRaw<
    { walletId: string; lotId: string; appId: string | null; available: bigint; held: bigint; expiresAt: Date | null }[]
  >`
    with recursive lineage (wallet_id, id, step) as (
      select wallet_id, id, 0 from lot where wallet_id = ${walletId}::uuid and id = ${lotId}::uuid
      union all
      select next.wallet_id, next.id, lineage.step + 1 from lineage join lot next on next.origin_lot_id = lineage.id
    )
    select lot.wallet_id::text as "walletId", lot.id::text as "lotId", lot.app_id::text as "appId",
           lot.available_microcents as available, lot.held_microcents as held, lot.expires_at as "expiresAt"
      from lineage join lot on lot.wallet_id = lineage.wallet_id and lot.id = lineage.id
     order by lineage.step, lot.id`
  return rows.map(({ available, held, ...lot }) => ({ ...lot, available: microcents(available), held: microcents(held) }))
}

/**
 * The same, with every wallet that has such a lot locked, so that what is read is what can be taken. A claimed wallet before the one
 * it went to, as a claim does; the order's row is locked by the caller before.
 */
export async function lockLotsOfPayment(transaction: DatabaseTransaction, order: Bought): Promise<PaymentLot[]> {
  const locked = new Set<string>()
  for (;;) {
    const lots = await lotsOfPayment(transaction, order)
    const next = lots.find(({ walletId }) => !locked.has(walletId))
    if (!next) return lots
    await transaction.$queryRaw`select id from wallet where id = ${next.walletId}::uuid for no key update`
    locked.add(next.walletId)
  }
}

export const heldIn = (lots: readonly PaymentLot[]): Microcents => sum(lots.map(({ held }) => held))
