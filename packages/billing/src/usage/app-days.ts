// An app's last days, one row each: what users paid, what the developer earned, how many calls. A day without calls is a zero.
import type { Database } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { idAt } from './id-at.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export type AppDay = { date: string; spent: Microcents; earned: Microcents; calls: number }

export type AppPeriod = {
  days: AppDay[]
  spent: Microcents
  earned: Microcents
  calls: number
  /** Users who paid for at least one call. */
  payers: number
  refusedCalls: number
}

/** Days are days of the calendar in UTC; the last one is today, and not over. */
export async function appDays(
  database: Database,
  { appId, mode, daysMax, now }: Pick<AppInMode, 'appId' | 'mode'> & { daysMax: number; now: Date },
): Promise<AppPeriod> {
  const first = new Date(startOfDay(now).getTime() - (daysMax - 1) * DAY_MS)
  // A call is opened before it is settled, by half an hour at most: its id may be from the evening before.
  const fromId = idAt(new Date(first.getTime() - DAY_MS))
  const [rows, [payers], refusedCalls] = await Promise.all([
    database.$queryRaw<{ date: string; spent: bigint; earned: bigint; calls: bigint }[]>`
      select to_char(settled_at at time zone 'UTC', 'YYYY-MM-DD') as date,
             sum(base_microcents + markup_microcents)::bigint as spent, sum(markup_microcents)::bigint as earned, count(*) as calls
        from charge where app_id = ${appId}::uuid and mode = ${mode}::mode and id >= ${fromId}::uuid and settled_at >= ${first}
       group by 1`,
    database.$queryRaw<{ payers: bigint }[]>`
      select count(distinct wallet_id) as payers from charge
       where app_id = ${appId}::uuid and mode = ${mode}::mode and id >= ${fromId}::uuid and settled_at >= ${first} and external_user_id is not null`,
    database.refusedCall.count({ where: { appId, mode, at: { gt: new Date(now.getTime() - 7 * DAY_MS) } } }),
  ])
  const known = new Map(rows.map((row) => [row.date, row]))
  const days = Array.from({ length: daysMax }, (_, place) => {
    const date = new Date(first.getTime() + place * DAY_MS).toISOString().slice(0, 10)
    const row = known.get(date)
    return { date, spent: microcents(row?.spent ?? 0n), earned: microcents(row?.earned ?? 0n), calls: Number(row?.calls ?? 0n) }
  })
  return { days, ...totalsOf(days), payers: Number(payers?.payers ?? 0n), refusedCalls }
}

function totalsOf(days: AppDay[]) {
  return {
    spent: microcents(days.reduce((total, day) => total + day.spent, 0n)),
    earned: microcents(days.reduce((total, day) => total + day.earned, 0n)),
    calls: days.reduce((total, day) => total + day.calls, 0),
  }
}

const startOfDay = (at: Date) => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS)
