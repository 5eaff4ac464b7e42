'use client'
// The table of refused calls, by code.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { type DataColumn, DataTable, EmptyState, RequestId, SelectField, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useQueryStates } from 'nuqs'
import type { Mode } from '../../../../../place/mode'
import { ListError } from '../../../../../tables/list-error'
import { Pager } from '../../../../../tables/pager'
import { useApi } from '../../../../../trpc/client'
import { pageOfRefusedCalls, refusedFilters } from './refused-filters'

type RefusedRow = inferRouterOutputs<DeveloperRouter>['usage']['refusedCalls']['rows'][number]

const columns: DataColumn<RefusedRow>[] = [
  {
    id: 'code',
    header: 'Why',
    cell: ({ code, meaning }) => (
      <span className="block max-w-md whitespace-normal py-2">
        <code className="font-medium font-mono text-[0.8125rem] text-ink">{code}</code>
        <span className="block text-ink-soft text-xs">{meaning}</span>
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: ({ at }) => <TimeStamp at={at} /> },
  { id: 'user', header: 'User', cell: ({ externalUserId }) => externalUserId ?? '–' },
  { id: 'model', header: 'Model', cell: ({ model }) => model ?? '–' },
  { id: 'request', header: 'Request', cell: ({ requestId }) => <RequestId id={requestId} />, phone: 'detail' },
  { id: 'charged', header: 'Charged', align: 'end', cell: () => 'Nothing' },
]

const EVERY_CODE = 'every'

export function RefusedList({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const [filters, setFilters] = useQueryStates(refusedFilters, { history: 'push' })
  const { code, after } = filters
  const question = api.usage.refusedCalls.queryOptions(pageOfRefusedCalls({ appId, mode }, filters))
  const list = useQuery({ ...question, placeholderData: keepPreviousData })
  const rows = list.data?.rows ?? []
  const codes = list.data?.codes ?? []
  const choices = [
    { value: EVERY_CODE, label: 'Every reason' },
    ...codes.map((each) => ({ value: each.code, label: each.code, note: each.count.toLocaleString('en-US') })),
  ]
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  return (
    <>
      {codes.length > 0 ? (
        <search className="block w-full sm:w-72">
          <SelectField
            label="Reason"
            choices={choices}
            value={code || EVERY_CODE}
            onValueChange={(value) => void setFilters({ code: value === EVERY_CODE ? null : value, after: null })}
          />
        </search>
      ) : null}
      <DataTable
        caption="Refused calls of the last 7 days, newest first"
        rows={rows}
        columns={columns}
        rowKey={({ requestId }) => requestId}
        isLoading={list.isPending}
        isFiltered={code !== '' || after !== ''}
        onClearFilters={() => void setFilters({ code: null, after: null })}
        empty={<EmptyState title="No call was refused" why="In the last 7 days every call of this app was served, or none was made." />}
        footNote="Kept for 7 days."
        pager={
          <Pager
            isFirst={after === ''}
            hasMore={list.data?.hasMore ?? false}
            onNewest={() => void setFilters({ after: null })}
            onOlder={() => void setFilters({ after: rows.at(-1)?.requestId ?? null })}
          />
        }
      />
    </>
  )
}
