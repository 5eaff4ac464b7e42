// What calls took of a payment's lots: by charge, with whose earnings it became and of which day. Given back is not taken.
import type { DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { PaymentLot } from './lots-of-payment.ts'

export type SpentOnCharge = {
  walletId: string
  lotId: string
  chargeId: string
  /** Of the app that made the call. */
  organizationId: string
  appId: string
  /** The day on which the markup accrued: `YYYY-MM-DD`. Null where nothing was earned. */
  accrualDay: string | null
  /** What of it became the organization's earnings, less what a reversal took out of them again. */
  markup: Microcents
  /** What of it paid for the call itself. */
  base: Microcents
}

/** In the order of the charges. Charges that were given back whole are left out. */
export async function spentOf(
  transaction: DatabaseTransaction,
  lots: readonly Pick<PaymentLot, 'walletId' | 'lotId'>[],
): Promise<SpentOnCharge[]> {
  if (lots.length === 0) return []
  const [walletIds, lotIds] = [lots.map(({ walletId }) => walletId), lots.map(({ lotId }) => lotId)]
  const rows = await transaction.$queryRaw<(Omit<SpentOnCharge, 'markup' | 'base'> & { markup: bigint; base: bigint })[]>`
    with source as (select wallet_id, lot_id from unnest(${walletIds}::uuid[], ${lotIds}::uuid[]) as named (wallet_id, lot_id)),
    side as (
      select source.wallet_id, source.lot_id, paid.transaction_id as charge_id, paid.accrual_day,
             case when paid.credit_kind = 'earnings_pending' then paid.amount_microcents else 0 end as markup,
             case when paid.credit_kind = 'earnings_pending' then 0 else paid.amount_microcents end as base
        from source
        join transfer paid on paid.wallet_id = source.wallet_id and paid.debit_kind = 'lot' and paid.debit_id = source.lot_id
        join charge on charge.wallet_id = paid.wallet_id and charge.id = paid.transaction_id
      union all
      select source.wallet_id, source.lot_id, reversal.reverses_id, null,
             case when back.debit_kind in ('earnings_pending', 'earnings_available') then -back.amount_microcents else 0 end,
             case when back.debit_kind in ('earnings_pending', 'earnings_available') then 0 else -back.amount_microcents end
        from source
        join transfer back on back.wallet_id = source.wallet_id and back.credit_kind = 'lot' and back.credit_id = source.lot_id
        join transaction reversal on reversal.wallet_id = back.wallet_id and reversal.id = back.transaction_id and reversal.kind = 'charge.reversed'
    )
    select side.wallet_id::text as "walletId", side.lot_id::text as "lotId", side.charge_id::text as "chargeId",
           charge.organization_id::text as "organizationId", charge.app_id::text as "appId",
           max(side.accrual_day)::text as "accrualDay", sum(side.markup)::bigint as markup, sum(side.base)::bigint as base
      from side join charge on charge.wallet_id = side.wallet_id and charge.id = side.charge_id
     group by side.wallet_id, side.lot_id, side.charge_id, charge.organization_id, charge.app_id
    having sum(side.markup) + sum(side.base) > 0
     order by side.charge_id, side.lot_id`
  return rows.map(({ markup, base, ...charge }) => ({ ...charge, markup: microcents(markup), base: microcents(base) }))
}
