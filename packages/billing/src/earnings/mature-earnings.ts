// Markup waits out its delay, by day, and becomes available. Money of refunds and disputes that come sooner never got that far.
import { type Database, newId } from '@farebox/db'
import { earningsMatured, earningsToTake, foldTransfers, post } from '@farebox/ledger'

const DAYS_MAX = 1_000

type PendingDay = { organizationId: string; accrualDay: string }

/**
 * Posts every day's markup whose delay is over on `now`'s day (UTC). A charge of day 0 matures on day 7, for a delay of 7.
 * Running twice, or two at once, moves each microcent once. Returns how many days moved.
 */
export async function matureEarnings(database: Database, now: Date): Promise<number> {
  await foldTransfers(database)
  let matured = 0
  for (const day of await pendingDays(database, now)) if (await mature(database, day)) matured += 1
  return matured
}

/** Live only: in the sandbox nothing is earned. */
function pendingDays(database: Database, now: Date): Promise<PendingDay[]> {
  const today = now.toISOString().slice(0, 10)
  return database.$queryRaw<PendingDay[]>`
    select fold.id::text as "organizationId", fold.accrual_day::text as "accrualDay"
      from account_fold fold
      join organization on organization.id = fold.id
      left join earnings_day day on day.mode = fold.mode and day.organization_id = fold.id and day.accrual_day = fold.accrual_day
     where fold.mode = 'live' and fold.kind = 'earnings_pending'
       and fold.accrual_day + organization.earnings_delay_days <= ${today}::date
       and fold.credits_microcents > coalesce(day.taken_microcents, 0)
     order by fold.accrual_day, fold.id
     limit ${DAYS_MAX}`
}

function mature(database: Database, { organizationId, accrualDay }: PendingDay): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    const mode = 'live'
    const pending = await earningsToTake(transaction, { mode, organizationId, accrualDay })
    if (pending.amountMicrocents <= 0n) return false
    await post(transaction, earningsMatured({ transactionId: newId(), mode, organizationId, accrualDay, ...pending }))
    return true
  })
}
