'use client'
// Every pending dollar with the day it becomes available.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Card, EmptyState, Section } from '@farebox/ui'
import { StackedBars } from '@farebox/ui/charts'
import type { inferRouterOutputs } from '@trpc/server'
import { dayInWords } from '../../../words/day'

type Release = inferRouterOutputs<DeveloperRouter>['payouts']['calendar']['releases'][number]

export function ReleaseCalendar({ releases, delayDays }: { releases: Release[]; delayDays: number }) {
  const [next] = releases
  return (
    <Section
      title="What becomes available when"
      description={
        next
          ? `The next day is ${dayInWords(next.date)}: markup of ${dayInWords(next.earnedOn)}, ${delayDays} days later.`
          : `Markup becomes available ${delayDays} days after its charge.`
      }
    >
      {next ? (
        <StackedBars
          title="Becomes available, by day"
          noun="becomes available"
          series={[{ id: 'amount', label: 'Becomes available' }]}
          days={releases.map(({ date, amount }) => ({ date, values: { amount } }))}
        />
      ) : (
        <Card>
          <EmptyState
            title="Nothing is pending"
            why={`When a user pays a call with their own money, your markup of it shows here with the day it becomes available, ${delayDays} days later.`}
          />
        </Card>
      )}
    </Section>
  )
}
