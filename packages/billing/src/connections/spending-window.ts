// A limit's window: day, week (from Monday) or month, in UTC, as the hold functions roll it.
import type { LimitPeriod } from '@farebox/db'

const DAY_MS = 86_400_000

export type SpendingWindow = { startsAt: Date; endsAt: Date }

export function spendingWindow(period: LimitPeriod, now: Date): SpendingWindow {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  if (period === 'month') return { startsAt: new Date(Date.UTC(year, month)), endsAt: new Date(Date.UTC(year, month + 1)) }
  const today = Date.UTC(year, month, day)
  if (period === 'day') return { startsAt: new Date(today), endsAt: new Date(today + DAY_MS) }
  const sinceMonday = (now.getUTCDay() + 6) % 7
  return { startsAt: new Date(today - sinceMonday * DAY_MS), endsAt: new Date(today + (7 - sinceMonday) * DAY_MS) }
}
