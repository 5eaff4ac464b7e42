// Payouts that were sent and of which no word came from the bank: events may be lost, or may have come while nobody knew of the transfer.
import type { Till } from '../topups/open-checkout.ts'
import { bookBankPayout } from './book-bank-payout.ts'
import { aloneWith } from './money-out.ts'

const ACCOUNTS_MAX = 200
const DAY_MS = 24 * 60 * 60_000
/** Banks are quicker: before this, the event is waited for. */
const PATIENCE_MS = DAY_MS
/** Nobody looks at older ones. */
const FARTHEST_MS = 30 * DAY_MS

/** Returns how many accounts were looked at. One that fails does not hold up the others. */
export async function followSentPayouts(till: Till, now: Date): Promise<number> {
  const sentAt = { lt: new Date(now.getTime() - PATIENCE_MS), gt: new Date(now.getTime() - FARTHEST_MS) }
  const accounts = await till.database.payout.groupBy({
    by: ['organizationId', 'stripeAccountId'],
    where: { status: { in: ['sent', 'returned'] }, sentAt },
    _min: { sentAt: true },
    orderBy: { _min: { sentAt: 'asc' } },
    take: ACCOUNTS_MAX,
  })
  const failures: unknown[] = []
  for (const { organizationId, stripeAccountId, _min } of accounts) {
    await follow(till, { organizationId, stripeAccountId, since: _min.sentAt ?? now, now }).catch((failure: unknown) =>
      failures.push(failure),
    )
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} accounts could not be followed: ${failures[0]}`)
  return accounts.length
}

async function follow(
  { database, stripe: { moneyOut: gate } }: Till,
  { organizationId, stripeAccountId, since, now }: { organizationId: string; stripeAccountId: string; since: Date; now: Date },
): Promise<void> {
  const listed = await gate.connectedPayouts(stripeAccountId)
  const ended = listed.filter(
    ({ status, createdAt }) => (status === 'paid' || status === 'failed') && createdAt.getTime() > since.getTime() - DAY_MS,
  )
  // Oldest first: what a bank sent back is paid by a later one.
  for (const { payoutId } of ended.reverse()) {
    const bankPayout = await gate.connectedPayout(stripeAccountId, payoutId)
    await aloneWith(database, organizationId, (alone) => bookBankPayout(alone, { organizationId, bankPayout, now }))
  }
}
