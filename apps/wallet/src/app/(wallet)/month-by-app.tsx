'use client'
// Where this month's money went.
import { HorizontalBars } from '@farebox/ui/charts'
import type { WalletHome } from '../../trpc/answers'

export function MonthByApp({ month }: { month: WalletHome['month'] }) {
  const rows = month.map(({ appId, appName, amount }) => ({ id: appId, label: appName, value: amount }))
  return <HorizontalBars title="Spent by app, this month" noun="spent" rowNoun="App" rows={rows} />
}
