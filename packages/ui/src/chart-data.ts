// What the charts show, apart from how it is drawn: totals, the sentence beside them, and the only step from money to a height.
import { microcents, toDollars } from '@farebox/money'
import { type Amount, describeMoney } from './describe-money.ts'

export type ChartSeries = { id: string; label: string }

/** One day; `values` by series id. A real zero is "0"; a day without data is left out of `values` and drawn as a gap. */
export type ChartDay = { date: string; values: Readonly<Record<string, Amount>>; isPartial?: boolean }

/** Money in microcents, or a count of things. */
export type ChartKind = 'money' | 'count'

export function totalOf(day: ChartDay): bigint {
  return Object.values(day.values).reduce<bigint>((total, value) => total + BigInt(value), 0n)
}

export function seriesTotal(days: readonly ChartDay[], id: string): bigint {
  return days.reduce((total, day) => total + BigInt(day.values[id] ?? 0n), 0n)
}

/** A bar's length, and nothing else: pixels cannot show the digits a float would lose. Never shown as text. */
export function toLength(value: Amount, kind: ChartKind): number {
  const dollarsOrCount = kind === 'money' ? toDollars(microcents(value)) : value
  return Number(dollarsOrCount)
}

export function formatValue(value: Amount, kind: ChartKind): string {
  return kind === 'money' ? describeMoney(value, 'charge').shown : BigInt(value).toLocaleString('en-US')
}

const compactNumber = new Intl.NumberFormat('en-US', { notation: 'compact' })
const smallMoney = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 6 })

/** What stands at an axis: `$42K`, `$1.50`, `$0.004`. It orients; the amounts are in the table. */
export function formatAxis(length: number, kind: ChartKind): string {
  if (kind === 'count') return compactNumber.format(length)
  return Number.isInteger(length) ? `$${compactNumber.format(length)}` : smallMoney.format(length)
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `2026-11-21` → `21 Nov` */
export function formatDay(date: string): string {
  return dayFormat.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))
}

/** The chart in a sentence: the total, the highest day, and the largest series. */
export function daysSentence(days: readonly ChartDay[], series: readonly ChartSeries[], kind: ChartKind, noun: string): string {
  const total = days.reduce((sum, day) => sum + totalOf(day), 0n)
  if (total === 0n) return `${none(noun, kind)} in ${countDays(days.length)}.`
  const highest = days.reduce((best, day) => (totalOf(day) > totalOf(best) ? day : best))
  const parts = [
    `${formatValue(total, kind)} ${noun} in ${countDays(days.length)}`,
    `most on ${formatDay(highest.date)} (${formatValue(totalOf(highest), kind)})`,
  ]
  const largest = series
    .map((each) => ({ label: each.label, sum: seriesTotal(days, each.id) }))
    .sort((one, other) => (other.sum > one.sum ? 1 : -1))[0]
  if (series.length > 1 && largest) parts.push(`${percentOf(largest.sum, total)} of it ${largest.label}`)
  return `${parts.join('; ')}.`
}

/** "Nothing spent", but "No calls". */
function none(noun: string, kind: ChartKind): string {
  return `${kind === 'money' ? 'Nothing' : 'No'} ${noun}`
}

function countDays(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

function percentOf(part: bigint, whole: bigint): string {
  return `${(part * 100n) / whole} %`
}

export type ShareRow = { id: string; label: string; value: Amount }

const SHARES_SHOWN = 8

/** The largest eight, and the rest as one row, so that the bars still add up. */
export function topShares(rows: readonly ShareRow[]): ShareRow[] {
  const sorted = [...rows].sort((one, other) =>
    BigInt(other.value) > BigInt(one.value) ? 1 : BigInt(other.value) < BigInt(one.value) ? -1 : 0,
  )
  const rest = sorted.slice(SHARES_SHOWN)
  if (rest.length === 0) return sorted
  const restValue = rest.reduce((total, row) => total + BigInt(row.value), 0n)
  return [...sorted.slice(0, SHARES_SHOWN), { id: 'other', label: `${rest.length} others`, value: restValue }]
}

export function sharesSentence(rows: readonly ShareRow[], kind: ChartKind, noun: string): string {
  const total = rows.reduce((sum, row) => sum + BigInt(row.value), 0n)
  const largest = topShares(rows)[0]
  if (!largest || total === 0n) return `${none(noun, kind)} yet.`
  return `${formatValue(total, kind)} ${noun} in all; ${percentOf(BigInt(largest.value), total)} of it ${largest.label}.`
}
