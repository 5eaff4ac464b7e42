'use client'
// The adjustments with their plans: what each moves, exactly, and who said so.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Button, Card, EmptyState, SelectField, StatusBadge, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { CursorPager } from '../../../tables/cursor-pager'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'
import { adjustmentFilters, adjustmentStates, pageOfAdjustments } from './adjustment-filters'
import { AdjustmentPlan } from './adjustment-plan'

type Adjustment = inferRouterOutputs<OperatorRouter>['adjustments']['list']['rows'][number]
type Self = { id: string; role: OperatorRole }

const stateWords = { proposed: 'Proposed', approved: 'Approved', rejected: 'Rejected', all: 'All' }

export function AdjustmentList({ self }: { self: Self }) {
  const [filters, setFilters] = useQueryStates(adjustmentFilters, { history: 'push' })
  const list = useQuery({ ...useApi().adjustments.list.queryOptions(pageOfAdjustments(filters)), placeholderData: keepPreviousData })
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data?.rows ?? []
  return (
    <div className="space-y-4">
      <search className="block w-full sm:w-60">
        <SelectField
          label="State"
          choices={adjustmentStates.map((value) => ({ value, label: stateWords[value] }))}
          value={filters.state}
          onValueChange={(state) => void setFilters({ state: state as (typeof adjustmentStates)[number], after: null })}
        />
      </search>
      {rows.length === 0 ? (
        <Card isFlush>
          <EmptyState
            title="Nothing waits"
            why="Adjustments that one operator proposed wait here until another approves or rejects them."
          />
        </Card>
      ) : null}
      <ul className="space-y-4">
        {rows.map((row) => (
          <li key={row.id}>
            <AdjustmentCard row={row} self={self} />
          </li>
        ))}
      </ul>
      <CursorPager kind="log" next={list.data?.nextCursor} />
    </div>
  )
}

function AdjustmentCard({ row, self }: { row: Adjustment; self: Self }) {
  return (
    <Card className="space-y-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 className="font-semibold text-ink">{row.plan.sentence}</h2>
          <p className="text-ink-soft text-sm">
            {row.reason} <span className="text-ink-faint">({row.ticket})</span>
          </p>
          <p className="text-ink-faint text-xs">
            Proposed by {row.proposedBy?.name ?? 'an operator'} <TimeStamp at={row.proposedAt} />
            {row.decidedAt ? (
              <>
                , {row.state} by {row.decidedBy?.name ?? 'an operator'} <TimeStamp at={row.decidedAt} />
              </>
            ) : null}
            {row.decisionReason ? `: ${row.decisionReason}` : ''}
          </p>
        </div>
        {row.state === 'approved' ? <StatusBadge status="settled">Approved</StatusBadge> : null}
        {row.state === 'rejected' ? <StatusBadge status="refused">Rejected</StatusBadge> : null}
        {row.state === 'proposed' ? <StatusBadge status="pending">Waits for another person</StatusBadge> : null}
      </div>
      <AdjustmentPlan plan={row.plan} />
      {row.state === 'proposed' && roleMay(self.role, 'adjustments.approve') ? <Decisions row={row} self={self} /> : null}
    </Card>
  )
}

function Decisions({ row, self }: { row: Adjustment; self: Self }) {
  const api = useApi()
  const cache = useQueryClient()
  const onSuccess = () => cache.invalidateQueries(api.adjustments.pathFilter())
  const approve = useMutation(api.adjustments.approve.mutationOptions({ onSuccess }))
  const reject = useMutation(api.adjustments.reject.mutationOptions({ onSuccess }))
  const isOwn = row.proposedBy?.id === self.id
  return (
    <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4">
      <DeedDialog
        title="Approve this adjustment?"
        effect={row.plan.sentence}
        confirmLabel="Approve"
        tone="primary"
        isWide
        asksReason={false}
        done="Approved, and booked."
        onConfirm={() => approve.mutateAsync({ id: row.id })}
        trigger={
          <Button variant="primary" disabled={isOwn}>
            Approve
          </Button>
        }
      >
        <AdjustmentPlan plan={row.plan} />
      </DeedDialog>
      <DeedDialog
        title="Reject this adjustment?"
        effect="Nothing moves. Whoever proposed it sees your reason."
        confirmLabel="Reject"
        done="Rejected. Nothing moved."
        onConfirm={(reason) => reject.mutateAsync({ id: row.id, reason })}
        trigger={<Button>Reject</Button>}
      />
      {isOwn ? <p className="text-ink-soft text-sm">You proposed it: another operator has to approve.</p> : null}
    </div>
  )
}
