'use client'
// The last 30 days of one app, a bar for each day.
import { StackedBars } from '@farebox/ui/charts'
import type { ConnectionHistory } from '../../../../trpc/answers'

type SpentByDayProps = { days: ConnectionHistory['days']; appName: string }

export function SpentByDay({ days, appName }: SpentByDayProps) {
  const drawn = days.map(({ date, amount }, place) => ({ date, values: { spent: amount }, isPartial: place === days.length - 1 }))
  return <StackedBars title="By day" noun="spent" days={drawn} series={[{ id: 'spent', label: appName }]} height={180} />
}
