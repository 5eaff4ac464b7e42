'use client'
// The case: facts at the left, the timeline in the middle, the decision at the right.
import type { OperatorRole } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, Money, PageHeader } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { Sparkle } from 'lucide-react'
import { useApi } from '../../../../trpc/client'
import { PayoutBadge } from '../payout-words'
import { CaseFacts } from './case-facts'
import { CaseFindings } from './case-findings'
import { CaseTimeline } from './case-timeline'
import { DecisionPanel } from './decision-panel'

export type Case = inferRouterOutputs<OperatorRouter>['payouts']['case']
export type Self = { id: string; role: OperatorRole }

export function PayoutCase({ payoutId, operator }: { payoutId: string; operator: Self }) {
  const { data } = useSuspenseQuery(useApi().payouts.case.queryOptions({ payoutId }))
  return (
    <>
      <PageHeader
        title={data.organization.name}
        breadcrumb={[{ label: 'Payouts', href: '/payouts' }]}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <Money amount={data.amount} as="charge" className="font-semibold text-ink text-lg" />
            <PayoutBadge status={data.status} />
            {data.isFirst ? (
              <Badge tone="accent" icon={<Sparkle aria-hidden />}>
                First payout
              </Badge>
            ) : null}
          </span>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] xl:grid-cols-[minmax(0,1.45fr)_minmax(0,1.1fr)_minmax(0,1fr)]">
        <CaseFacts data={data} />
        <div className="space-y-6">
          <CaseFindings data={data} />
          <CaseTimeline data={data} />
        </div>
        <DecisionPanel data={data} operator={operator} />
      </div>
    </>
  )
}
