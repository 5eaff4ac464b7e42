// Sums by Stripe's category: what Stripe's book says, and what our ledger booked of it.
import type { DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { categoryOf } from './categories.ts'

export type CategorySum = {
  category: string
  /** False: Farebox does not know it. */
  isKnown: boolean
  lines: number
  stripe: Microcents
  ledger: Microcents
  difference: Microcents
}

type Row = { category: string; lines: bigint; stripe: string; ledger: string }

export async function categorySums(snapshot: DatabaseTransaction): Promise<CategorySum[]> {
  const rows = await snapshot.$queryRaw<Row[]>`
    with moved as (
      select booking.category, sum(case when transfer.debit_kind = 'stripe_balance' then amount_microcents
                                        when transfer.credit_kind = 'stripe_balance' then -amount_microcents else 0 end) as ledger
        from stripe_booking booking join transfer on transfer.wallet_id = '00000000-0000-0000-0000-000000000000' and transfer.transaction_id = booking.transaction_id
       group by booking.category
    ), read as (
      select reporting_category as category, count(*) as lines, sum(net_cents) * 1000000 as stripe from stripe_balance_transaction group by 1
    )
    select category, coalesce(read.lines, 0) as lines, coalesce(read.stripe, 0)::text as stripe, coalesce(moved.ledger, 0)::text as ledger
      from read full join moved using (category) order by category`
  return rows.map(({ category, lines, ...sums }) => {
    const [stripe, ledger] = [microcents(BigInt(sums.stripe)), microcents(BigInt(sums.ledger))]
    const difference = microcents(stripe - ledger)
    return { category, isKnown: categoryOf(category) !== undefined, lines: Number(lines), stripe, ledger, difference }
  })
}
