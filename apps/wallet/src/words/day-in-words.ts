// A moment as a day of the calendar, in UTC.

const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `21 Nov 2026` */
export function dayInWords(at: Date): string {
  return format.format(at)
}
