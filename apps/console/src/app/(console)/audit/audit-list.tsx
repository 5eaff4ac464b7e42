'use client'
// The log with its filters, all of it in the address.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { type DataColumn, EmptyState, FilterField, SelectField, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import { PagedTable } from '../../../tables/paged-table'
import { useApi } from '../../../trpc/client'
import { auditFilters, pageOfAudit } from './audit-filters'

type Deed = inferRouterOutputs<OperatorRouter>['audit']['list']['rows'][number]

const columns: DataColumn<Deed>[] = [
  {
    id: 'action',
    header: 'What',
    cell: ({ action, subject }) => (
      <span className="block">
        <span className="block font-medium text-ink">{inWords(action)}</span>
        <span className="wrap-anywhere font-mono text-ink-faint text-xs">{subject}</span>
      </span>
    ),
  },
  { id: 'who', header: 'Who', cell: ({ actor }) => actor.name ?? `${actor.kind}${actor.id ? ` ${actor.id.slice(-12)}` : ''}` },
  { id: 'when', header: 'When', cell: ({ at }) => <TimeStamp at={at} /> },
  {
    id: 'why',
    header: 'Why',
    cell: ({ reason, ticket }) => (
      <span className="wrap-anywhere block max-w-72">
        {reason ?? <span className="text-ink-faint">–</span>}
        {ticket ? <span className="block text-ink-faint text-xs">{ticket}</span> : null}
      </span>
    ),
  },
  { id: 'details', header: 'Details', cell: ({ details }) => <Details details={details} /> },
]

export function AuditList() {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(auditFilters, { history: 'push' })
  const list = useQuery({ ...api.audit.list.queryOptions(pageOfAudit(filters)), placeholderData: keepPreviousData })
  const operators = useQuery(api.audit.operators.queryOptions())
  const everybody = [
    { value: 'all', label: 'Everybody' },
    ...(operators.data ?? []).map(({ id, name, role }) => ({ value: id, label: name, note: role })),
  ]
  return (
    <>
      <search className="flex flex-col gap-4 sm:flex-row">
        <div className="w-full sm:w-60">
          <SelectField
            label="Operator"
            choices={everybody}
            value={filters.by || 'all'}
            onValueChange={(by) => void setFilters({ by: by === 'all' ? null : by, after: null })}
          />
        </div>
        <FilterField
          label="Action"
          value={filters.action}
          placeholder="payout"
          onApply={(action) => void setFilters({ action, after: null })}
        />
        <FilterField
          label="Subject"
          value={filters.subject}
          placeholder="app_…"
          onApply={(subject) => void setFilters({ subject, after: null })}
        />
      </search>
      <PagedTable
        caption="Audit log, newest first"
        list={list}
        kind="log"
        columns={columns}
        rowKey={({ id }) => id}
        isFiltered={filters.by !== '' || filters.action !== '' || filters.subject !== '' || filters.after !== ''}
        onClearFilters={() => void setFilters({ by: null, action: null, subject: null, after: null })}
        empty={
          <EmptyState
            title="Nothing on record yet"
            why="Every deed and every look at personal data is written here, in the transaction of the deed."
          />
        }
        footNote="Rows are added, never changed."
      />
    </>
  )
}

/** `payout.approve` → `Payout: approve`. */
function inWords(action: string): string {
  const [domain = '', deed = ''] = action.replaceAll('_', ' ').split('.')
  return `${domain.charAt(0).toUpperCase()}${domain.slice(1)}: ${deed}`
}

function Details({ details }: { details: unknown }) {
  const text = JSON.stringify(details, null, 1)
  if (text === '{}') return <span className="text-ink-faint">–</span>
  return (
    <details className="max-w-80 text-xs">
      <summary className="cursor-pointer py-1 text-accent-ink underline underline-offset-4">Show</summary>
      <pre className="wrap-anywhere whitespace-pre-wrap rounded bg-sunken p-2 font-mono">{text}</pre>
    </details>
  )
}
