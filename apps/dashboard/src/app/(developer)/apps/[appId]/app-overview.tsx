'use client'
// The numbers of an app's last 30 days, their chart, and the checklist.
import { CountTile, MoneyTile, Section, Tiles } from '@farebox/ui'
import { StackedBars } from '@farebox/ui/charts'
import { useSuspenseQuery } from '@tanstack/react-query'
import { inMode, type Mode } from '../../../../place/mode'
import { useApi } from '../../../../trpc/client'
import { AppChecklist } from './app-checklist'

const series = [
  { id: 'earned', label: 'Your markup' },
  { id: 'base', label: 'Base cost' },
]

export function AppOverview({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.apps.overview.queryOptions({ appId, mode }))
  const { data: app } = useSuspenseQuery(api.apps.find.queryOptions({ appId, mode }))
  const at = (page: string) => inMode(`/apps/${appId}${page}`, mode)
  const today = data.days.at(-1)?.date
  return (
    <>
      <AppChecklist appId={appId} organizationId={app.organizationId} mode={mode} steps={data.steps} />
      <Section
        title="Last 30 days"
        description={mode === 'sandbox' ? 'Play money: nothing here is earned or owed.' : 'Days are counted in UTC.'}
      >
        <Tiles>
          <MoneyTile label="You earned" amount={data.earned} as="charge" note="Your markup, all of it" />
          <MoneyTile label="Charged in all" amount={data.spent} as="charge" href={at('/charges')} note="Base cost and markup" />
          <CountTile label="Paying users" count={data.payers} href={at('/users')} />
          <CountTile label="Calls charged" count={data.calls} href={at('/charges')} />
          <CountTile label="Refused calls" count={data.refusedCalls} href={at('/refused')} note="Last 7 days, nothing charged" />
        </Tiles>
        <StackedBars
          title="Charged per day"
          noun="charged"
          series={series}
          days={data.days.map(({ date, spent, earned }) => ({
            date,
            values: { earned, base: spent - earned },
            ...(date === today && { isPartial: true }),
          }))}
        />
      </Section>
    </>
  )
}
