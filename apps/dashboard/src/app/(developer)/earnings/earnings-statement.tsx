'use client'
// The statement: pending day by day, available, and where it came from. It says whether it equals the books.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Banner, type DataColumn, DataTable, EmptyState, Money, MoneyTile, Section } from '@farebox/ui'
import { HorizontalBars } from '@farebox/ui/charts'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Mode } from '../../../place/mode'
import { useApi } from '../../../trpc/client'
import { dayInWords } from '../../../words/day'

type Statement = inferRouterOutputs<DeveloperRouter>['earnings']['statement']

const pendingColumns: DataColumn<Statement['pendingDays'][number]>[] = [
  { id: 'day', header: 'Charged on', cell: ({ date }) => dayInWords(date), sortValue: ({ date }) => date },
  {
    id: 'available',
    header: 'Available on',
    cell: ({ availableOn }) => dayInWords(availableOn),
    sortValue: ({ availableOn }) => availableOn,
  },
  {
    id: 'amount',
    header: 'Pending',
    align: 'end',
    cell: ({ amount }) => <Money amount={amount} as="exact" />,
    sortValue: ({ amount }) => amount,
  },
]

const sourceColumns: DataColumn<Statement['sources'][number]>[] = [
  { id: 'app', header: 'App', cell: ({ appName }) => appName, sortValue: ({ appName }) => appName },
  { id: 'model', header: 'Model', cell: ({ model }) => model, sortValue: ({ model }) => model },
  { id: 'calls', header: 'Calls', align: 'end', cell: ({ calls }) => calls.toLocaleString('en-US'), sortValue: ({ calls }) => calls },
  {
    id: 'earned',
    header: 'Earned',
    align: 'end',
    cell: ({ earned }) => <Money amount={earned} as="exact" />,
    sortValue: ({ earned }) => earned,
  },
]

export function EarningsStatement({ organizationId, mode }: { organizationId: string; mode: Mode }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.earnings.statement.queryOptions({ organizationId, mode }))
  const { earned, pending, available, matured, pendingDays, sources, isProven } = data
  return (
    <>
      {mode === 'sandbox' ? (
        <Banner tone="caution" title="Sandbox earnings are play money">
          They are counted like real ones, and never paid out.
        </Banner>
      ) : null}
      <div className="grid gap-3 md:grid-cols-3">
        <MoneyTile label="Earned in all" amount={earned} as="exact" note="The markup of every charge" />
        <MoneyTile label="Pending" amount={pending} as="exact" note="Becomes available day by day" />
        <MoneyTile
          label="Available"
          amount={available}
          as="exact"
          note={
            <>
              Of <Money amount={matured} as="exact" /> that matured
            </>
          }
        />
      </div>
      {isProven ? (
        <Banner tone="positive" title="Equal to the books, to the microcent">
          The markups of all charges, <Money amount={earned} as="exact" />, are what is pending and what matured.
        </Banner>
      ) : (
        <Banner tone="critical" title="This statement does not equal the books">
          We were told and look into it. Payouts wait until it does; nothing of yours is lost.
        </Banner>
      )}
      <Section title="Pending, by day" description="Markup waits a few days before it can be paid out, in case a payment is disputed.">
        <DataTable
          caption="Pending earnings by day"
          rows={pendingDays}
          columns={pendingColumns}
          rowKey={({ date }) => date}
          empty={<EmptyState title="Nothing pending" why="Earnings of a day show here until they become available." />}
        />
      </Section>
      <Section title="Where it came from">
        {sources.length > 0 ? (
          <HorizontalBars
            title="Earned by model"
            noun="earned"
            rowNoun="App and model"
            rows={sources.map(({ appId, appName, model, earned: value }) => ({
              id: `${appId} ${model}`,
              label: `${appName}, ${model}`,
              value,
            }))}
          />
        ) : null}
        <DataTable
          caption="Earnings by app and model"
          rows={sources}
          columns={sourceColumns}
          rowKey={({ appId, model }) => `${appId} ${model}`}
          empty={
            <EmptyState title="Nothing earned yet" why="When a user pays a call with their own money, your markup of it shows here." />
          }
        />
      </Section>
    </>
  )
}
