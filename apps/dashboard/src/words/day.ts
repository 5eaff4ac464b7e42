// A day of the calendar, in UTC, as people read it.

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `2026-11-21` → `21 Nov 2026`. */
export function dayInWords(date: string): string {
  return format.format(new Date(`${date}T00:00:00Z`))
}
