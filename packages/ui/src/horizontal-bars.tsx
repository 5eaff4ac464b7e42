'use client'
// Who has which share: bars with their names and amounts written on them, the largest eight and the rest.
import { type ChartKind, formatValue, type ShareRow, sharesSentence, topShares } from './chart-data.ts'
import { ChartFigure } from './chart-figure.tsx'
import { shareOf } from './pace.ts'

type HorizontalBarsProps = {
  title: string
  rows: readonly ShareRow[]
  kind?: ChartKind
  /** What is counted, behind the number: "spent". */
  noun: string
  /** What a row is, heading the table view: "App". */
  rowNoun: string
}

export function HorizontalBars({ title, rows, kind = 'money', noun, rowNoun }: HorizontalBarsProps) {
  const shown = topShares(rows)
  const largest = shown.reduce((most, row) => (BigInt(row.value) > most ? BigInt(row.value) : most), 0n)
  const table = { head: [rowNoun, noun], rows: shown.map((row) => [row.label, formatValue(row.value, kind)]) }
  return (
    <ChartFigure title={title} sentence={sharesSentence(rows, kind, noun)} table={table}>
      <ul className="space-y-3">
        {shown.map((row) => (
          <li key={row.id}>
            <div className="flex items-baseline justify-between gap-4 text-sm">
              <span className="truncate text-ink">{row.label}</span>
              <span className="text-ink-soft tabular-nums">{formatValue(row.value, kind)}</span>
            </div>
            <div aria-hidden className="mt-1 h-2 rounded-full bg-sunken">
              <div
                className="h-full min-w-1 rounded-full bg-chart-1 forced-colors:bg-[Highlight]"
                style={{ inlineSize: `${largest === 0n ? 0 : shareOf(row.value, largest)}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </ChartFigure>
  )
}
