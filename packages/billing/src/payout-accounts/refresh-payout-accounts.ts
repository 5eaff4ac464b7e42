// Accounts that were not read for a while are read again: events of Stripe's may be lost, and requirements have deadlines.
import type { OnboardingDesk } from './begin-onboarding.ts'
import { refreshPayoutAccount } from './refresh-payout-account.ts'

const ACCOUNTS_MAX = 200
const STALE_MS = 6 * 60 * 60_000

/** Returns how many were read. One that fails does not hold up the others. */
export async function refreshPayoutAccounts(desk: OnboardingDesk, now: Date): Promise<number> {
  const stale = await desk.database.payoutAccount.findMany({
    where: { readAt: { lt: new Date(now.getTime() - STALE_MS) } },
    orderBy: { readAt: 'asc' },
    take: ACCOUNTS_MAX,
  })
  const failures: unknown[] = []
  for (const { organizationId } of stale) {
    await refreshPayoutAccount(desk, organizationId, now).catch((failure: unknown) => failures.push(failure))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} payout accounts could not be read: ${failures[0]}`)
  return stale.length
}
