// "3 minutes ago", and the exact moment in UTC.

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const RELATIVE_UNTIL_MS = 7 * DAY_MS

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayAndYearFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** Relative within a week either way; the day beyond; with its year when that is another one. */
export function relativeTime(at: Date, now: Date): string {
  const distanceMs = at.getTime() - now.getTime()
  const size = Math.abs(distanceMs)
  if (size < MINUTE_MS) return distanceMs > 0 ? 'in a moment' : 'just now'
  if (size < HOUR_MS) return relative.format(Math.trunc(distanceMs / MINUTE_MS), 'minute')
  if (size < DAY_MS) return relative.format(Math.trunc(distanceMs / HOUR_MS), 'hour')
  if (size < RELATIVE_UNTIL_MS) return relative.format(Math.trunc(distanceMs / DAY_MS), 'day')
  return (at.getUTCFullYear() === now.getUTCFullYear() ? dayFormat : dayAndYearFormat).format(at)
}

/** `2026-11-21 12:04:09 UTC` */
export function exactUtc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
