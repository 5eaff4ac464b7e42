'use client'
// Spend, revenue or calls per day, stacked by app or model. Today, which is not over, is drawn lighter.
import { useId } from 'react'
import { Bar, BarChart, CartesianGrid, Cell, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import {
  type ChartDay,
  type ChartKind,
  type ChartSeries,
  daysSentence,
  formatAxis,
  formatDay,
  formatValue,
  toLength,
  totalOf,
} from './chart-data.ts'
import { ChartFigure } from './chart-figure.tsx'
import { ChartPattern, ChartSwatch } from './chart-patterns.tsx'

type StackedBarsProps = {
  title: string
  days: readonly ChartDay[]
  series: readonly ChartSeries[]
  kind?: ChartKind
  /** What is counted, behind the number: "spent", "earned", "calls". */
  noun: string
  height?: number
}

export function StackedBars({ title, days, series, kind = 'money', noun, height = 240 }: StackedBarsProps) {
  const id = useId()
  const drawn = days.map((day) => ({
    date: day.date,
    day,
    ...Object.fromEntries(Object.entries(day.values).map(([key, value]) => [`series:${key}`, toLength(value, kind)])),
  }))
  const table = {
    head: ['Day', ...series.map((each) => each.label), ...(series.length > 1 ? ['Total'] : [])],
    rows: days.map((day) => [
      formatDay(day.date) + (day.isPartial ? ' (so far)' : ''),
      ...series.map((each) => (day.values[each.id] === undefined ? '–' : formatValue(day.values[each.id] ?? 0n, kind))),
      ...(series.length > 1 ? [formatValue(totalOf(day), kind)] : []),
    ]),
  }
  return (
    <ChartFigure title={title} sentence={daysSentence(days, series, kind, noun)} table={table}>
      <ResponsiveContainer width="100%" height={height}>
        <BarChart data={drawn} margin={{ top: 4, right: 0, bottom: 0, left: 0 }} barCategoryGap="22%" title={title}>
          <defs>
            {series.map((each, index) => (
              <ChartPattern key={each.id} id={`${id}-${index}`} index={index} />
            ))}
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="date"
            tickFormatter={formatDay}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            tick={axisText}
            minTickGap={28}
            tickMargin={8}
          />
          <YAxis
            tickFormatter={(value: number) => formatAxis(value, kind)}
            tickLine={false}
            axisLine={false}
            tick={axisText}
            width="auto"
            allowDecimals={kind === 'money'}
            tickCount={4}
          />
          <Tooltip
            cursor={{ fill: 'var(--shade)' }}
            isAnimationActive={false}
            content={({ active, payload }) =>
              active && payload?.[0] ? <DayNote day={dayOf(payload[0].payload)} series={series} kind={kind} patternId={id} /> : null
            }
          />
          {series.map((each, index) => (
            <Bar
              key={each.id}
              name={each.label}
              dataKey={`series:${each.id}`}
              stackId="all"
              fill={`url(#${id}-${index})`}
              isAnimationActive={false}
              maxBarSize={36}
            >
              {days.map((day) => (
                <Cell key={day.date} opacity={day.isPartial ? 0.5 : 1} />
              ))}
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
      {series.length > 1 ? (
        <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1.5 text-ink-soft text-sm">
          {series.map((each, index) => (
            <li key={each.id} className="flex items-center gap-2">
              <ChartSwatch id={`${id}-key-${index}`} index={index} />
              {each.label}
            </li>
          ))}
        </ul>
      ) : null}
    </ChartFigure>
  )
}

const axisText = { fill: 'var(--ink-faint)', fontSize: 12 }

/** Recharts hands a point back as it got it, without its type. */
function dayOf(point: { day: ChartDay }): ChartDay {
  return point.day
}

function DayNote({ day, series, kind, patternId }: { day: ChartDay; series: readonly ChartSeries[]; kind: ChartKind; patternId: string }) {
  return (
    <div className="min-w-40 rounded-control border border-line bg-raised px-3 py-2 text-xs shadow-popup">
      <p className="font-medium text-ink">
        {formatDay(day.date)}
        {day.isPartial ? ' (so far)' : ''}
      </p>
      {series.map((each, index) =>
        day.values[each.id] === undefined ? null : (
          <p key={each.id} className="mt-1 flex items-center gap-2 text-ink-soft">
            <ChartSwatch id={`${patternId}-note-${index}`} index={index} />
            {each.label}
            <span className="ms-auto ps-4 text-ink tabular-nums">{formatValue(day.values[each.id] ?? 0n, kind)}</span>
          </p>
        ),
      )}
      {series.length > 1 ? (
        <p className="mt-1.5 flex justify-between border-line border-t pt-1.5 font-medium text-ink">
          Total <span className="tabular-nums">{formatValue(totalOf(day), kind)}</span>
        </p>
      ) : null}
    </div>
  )
}
