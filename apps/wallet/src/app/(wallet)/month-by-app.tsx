'use client'
// Where this month's money went.
import { Card, Section } from '@farebox/ui'
import { HorizontalBars } from '@farebox/ui/charts'
import type { WalletHome } from '../../trpc/answers'

export function MonthByApp({ month }: { month: WalletHome['month'] }) {
  return (
    <Section title="This month">
      <Card>
        <HorizontalBars
          title="Spent by app, this month"
          noun="spent"
          rowNoun="App"
          rows={month.map(({ appId, appName, amount }) => ({ id: appId, label: appName, value: amount }))}
        />
      </Card>
    </Section>
  )
}
