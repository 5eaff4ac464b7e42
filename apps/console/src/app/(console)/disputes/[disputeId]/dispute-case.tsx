'use client'
// The case: the facts, and below them what moved and would move; the answer at the right.
import type { OperatorRole } from '@farebox/auth/operator-permissions'
import { Money, PageHeader } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useApi } from '../../../../trpc/client'
import { KindBadge, PhaseBadge } from '../dispute-words'
import { DueBadge } from '../due-badge'
import { AnswerPanel } from './answer-panel'
import { CaseFacts } from './case-facts'
import { CaseMovements } from './case-movements'

export function DisputeCasePage({ disputeId, role }: { disputeId: string; role: OperatorRole }) {
  const { data } = useSuspenseQuery(useApi().disputes.case.queryOptions({ disputeId }))
  return (
    <>
      <PageHeader
        title={data.order.description}
        breadcrumb={[{ label: 'Disputes', href: '/disputes' }]}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <Money amount={data.amount} as="charge" className="font-semibold text-ink text-lg" />
            <KindBadge kind={data.kind} />
            <PhaseBadge phase={data.phase} />
            {data.dueBy && !data.closedAt ? <DueBadge dueBy={data.dueBy} /> : null}
          </span>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)]">
        <div className="space-y-6">
          <CaseFacts data={data} />
          <CaseMovements data={data} />
        </div>
        <AnswerPanel data={data} role={role} />
      </div>
    </>
  )
}
