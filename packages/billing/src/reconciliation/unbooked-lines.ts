// The lines of Stripe's book that no movement of ours books.
import type { Database, DatabaseTransaction, StripeBalanceTransactionModel } from '@farebox/db'

const LINES_MAX = 1_000

/** Oldest first. A booking is of one line: a second one of the same object and category is not booked by it. Lines of nothing are left out: there is nothing to book. */
export async function unbookedLines(database: Database | DatabaseTransaction): Promise<StripeBalanceTransactionModel[]> {
  const ids = await database.$queryRaw<{ id: string }[]>`
    select line.id from stripe_balance_transaction line
     where (line.net_cents <> 0 or line.fee_cents <> 0)
       and not (exists (select from stripe_booking booking where booking.source_id = line.source_id and booking.category = line.reporting_category)
                and not exists (select from stripe_balance_transaction earlier
                                 where earlier.source_id = line.source_id and earlier.reporting_category = line.reporting_category
                                   and (earlier.created_at, earlier.id) < (line.created_at, line.id)))
     order by line.created_at, line.id limit ${LINES_MAX}`
  return database.stripeBalanceTransaction.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
}
