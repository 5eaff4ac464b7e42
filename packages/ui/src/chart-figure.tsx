'use client'
// The frame of every chart: its title, the sentence that says the same, and the same numbers as a table.
import { BarChart3, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'

type ChartFigureProps = {
  title: string
  sentence: string
  /** Head and rows of the table view; the first cell of a row is its name. */
  table: { head: readonly string[]; rows: ReadonlyArray<readonly string[]> }
  children: ReactNode
}

export function ChartFigure({ title, sentence, table, children }: ChartFigureProps) {
  const [isTable, setIsTable] = useState(false)
  return (
    <figure className="rounded-card border border-line bg-surface p-4 shadow-card sm:p-6">
      <figcaption className="mb-5 flex flex-wrap items-start justify-between gap-x-4 gap-y-2 sm:flex-nowrap">
        <div className="min-w-0">
          <p className="font-semibold text-ink">{title}</p>
          <p className="mt-0.5 text-ink-soft text-sm">{sentence}</p>
        </div>
        <Button
          variant="quiet"
          size="small"
          className="-me-2 max-sm:-ms-3"
          onClick={() => setIsTable((now) => !now)}
          icon={isTable ? <BarChart3 aria-hidden /> : <Table2 aria-hidden />}
        >
          {isTable ? 'View as chart' : 'View as table'}
        </Button>
      </figcaption>
      {isTable ? <FigureTable title={title} {...table} /> : children}
    </figure>
  )
}

function FigureTable({ title, head, rows }: ChartFigureProps['table'] & { title: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section aria-label={title} tabIndex={0} className="max-h-80 overflow-auto rounded-control border border-line">
      <table className="w-full text-sm">
        <thead>
          <tr>
            {head.map((word, index) => (
              <th
                key={word}
                scope="col"
                className={`sticky top-0 bg-sunken px-3 py-2 font-medium text-ink-faint text-xs ${index ? 'text-end' : 'text-start'}`}
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="px-3 py-1.5 text-start font-normal text-ink">
                {name}
              </th>
              {values.map((value, index) => (
                <td key={head[index + 1]} className="px-3 py-1.5 text-end text-ink-soft tabular-nums">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
