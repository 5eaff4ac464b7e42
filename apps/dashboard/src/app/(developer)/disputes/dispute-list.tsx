'use client'
// Each dispute: what it means in a sentence, what it holds or took, until when, and which charges it is about.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Badge, Card, EmptyState, KeyValueList, Money, Pager, type Status, StatusBadge, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import type { Mode } from '../../../place/mode'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'
import { disputeFilters, pageOfDisputes } from './dispute-filters'

type Dispute = inferRouterOutputs<DeveloperRouter>['disputes']['list']['rows'][number]

const phases = {
  inquiry: { status: 'pending', word: 'Asked about' },
  open: { status: 'held', word: 'Open' },
  won: { status: 'settled', word: 'Won' },
  lost: { status: 'failed', word: 'Lost' },
  closed: { status: 'released', word: 'Over' },
} satisfies Record<string, { status: Status; word: string }>

export function DisputeList({ organizationId, mode }: { organizationId: string; mode: Mode }) {
  const [filters, setFilters] = useQueryStates(disputeFilters, { history: 'push' })
  const question = pageOfDisputes({ organizationId, mode }, filters)
  const list = useQuery({ ...useApi().disputes.list.queryOptions(question), placeholderData: keepPreviousData })
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data?.rows ?? []
  if (rows.length === 0 && filters.after === '') {
    return (
      <Card>
        <EmptyState
          title="No dispute"
          why="If a bank takes a user’s payment back, what that means for your earnings stands here, with the charges it paid for."
        />
      </Card>
    )
  }
  return (
    <div className="space-y-4">
      <ul className="space-y-4">
        {rows.map((dispute) => (
          <li key={dispute.id}>
            <DisputeCard dispute={dispute} />
          </li>
        ))}
      </ul>
      <Pager
        isFirst={filters.after === ''}
        hasMore={list.data?.nextCursor != null}
        onNewest={() => void setFilters({ after: null })}
        onOlder={() => void setFilters({ after: list.data?.nextCursor ?? null })}
      />
    </div>
  )
}

function DisputeCard({ dispute }: { dispute: Dispute }) {
  const { id, kind, phase, says, openedAt, closedAt, isOwnPayment, amount, held, heldOfOthers, reviewAt, taken, owed } = dispute
  const amounts = [
    ...(amount === null ? [] : [{ label: 'Your payment', value: <Money amount={amount} as="charge" /> }]),
    ...(isOwnPayment && held === 0n ? [] : [{ label: 'Held of your markup', value: <Money amount={held} as="exact" /> }]),
    ...(heldOfOthers > 0n ? [{ label: 'Held of other purchases', value: <Money amount={heldOfOthers} as="exact" /> }] : []),
    ...(reviewAt ? [{ label: 'A person looks again', value: <TimeStamp at={reviewAt} /> }] : []),
    ...(isOwnPayment && taken === 0n ? [] : [{ label: 'Taken of your markup', value: <Money amount={taken} as="exact" /> }]),
    ...(owed > 0n ? [{ label: 'Owed, from your next earnings', value: <Money amount={owed} as="exact" /> }] : []),
    { label: 'Dispute', value: id, copy: id },
  ]
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="flex flex-wrap items-center gap-2">
          <StatusBadge status={phases[phase].status}>{phases[phase].word}</StatusBadge>
          {kind === 'fraud_warning' ? <Badge tone="caution">Fraud warning</Badge> : null}
        </span>
        <span className="text-ink-faint text-xs">
          {closedAt ? 'Ended ' : 'Opened '}
          <TimeStamp at={closedAt ?? openedAt} />
        </span>
      </div>
      <p className="text-ink text-sm">{says}</p>
      <KeyValueList items={amounts} />
      <Charges dispute={dispute} />
    </Card>
  )
}

function Charges({ dispute: { charges, moreCharges } }: { dispute: Dispute }) {
  if (charges.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="min-h-6 cursor-pointer text-accent-ink underline underline-offset-4">
        {charges.length + moreCharges === 1
          ? 'The charge it paid for, with your markup'
          : `The ${charges.length + moreCharges} charges it paid for, with your markup of each`}
      </summary>
      <ul className="mt-3 divide-y divide-line">
        {charges.map(({ id, appId, user, markup }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0">
              <Link
                href={`/apps/${appId}/charges?charge=${id}` as Route}
                className="wrap-anywhere font-mono text-accent-ink text-xs underline underline-offset-4"
              >
                {id}
              </Link>
              <span className="wrap-anywhere block text-ink-faint text-xs">{user?.externalUserId ?? user?.connectionId ?? ''}</span>
            </span>
            <Money amount={markup} as="exact" className="ms-auto" />
          </li>
        ))}
        {moreCharges > 0 ? <li className="py-2 text-ink-faint">and {moreCharges} earlier ones</li> : null}
      </ul>
    </details>
  )
}
