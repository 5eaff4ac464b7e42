'use client'
// The entries of both lists: what, why, until when, and who put it there.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, Button, type DataColumn, DataTable, EmptyState, Section, SelectField, TimeStamp } from '@farebox/ui'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Route } from 'next'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { AddEntryDialog } from '../../../block-lists/add-entry-dialog'
import { kindWords } from '../../../block-lists/entry-words'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { hrefOfPayer } from '../../../records/href-of-payer'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'
import { entriesOf, listFilters } from './list-filters'

type Entry = inferRouterOutputs<OperatorRouter>['risk']['lists']['read'][number]

const columns: DataColumn<Entry>[] = [
  {
    id: 'value',
    header: 'What',
    cell: ({ kind, value }) => (
      <span className="block">
        <span className="wrap-anywhere block font-medium font-mono text-[0.8125rem] text-ink">
          {kind === 'payer' ? (
            <Link href={hrefOfPayer(value) as Route} className="underline-offset-4 hover:underline">
              {value}
            </Link>
          ) : (
            value
          )}
        </span>
        <span className="text-ink-faint text-xs">{kindWords[kind].name}</span>
      </span>
    ),
  },
  {
    id: 'list',
    header: 'List',
    cell: ({ list, state }) => <ListBadge list={list} isInForce={state === 'in force'} />,
  },
  { id: 'reason', header: 'Why', cell: ({ reason }) => <span className="wrap-anywhere block max-w-md">{reason}</span> },
  { id: 'added', header: 'Since', cell: ({ addedAt, addedBy }) => <Since at={addedAt} by={addedBy || null} /> },
  { id: 'until', header: 'Until', cell: ({ expiresAt, removedAt }) => <Until expiresAt={expiresAt} removedAt={removedAt} /> },
]

function ListBadge({ list, isInForce }: { list: Entry['list']; isInForce: boolean }) {
  if (!isInForce) return <Badge tone="neutral">{list === 'block' ? 'Was blocked' : 'Was allowed'}</Badge>
  return list === 'block' ? <Badge tone="critical">Blocked</Badge> : <Badge tone="positive">Allowed</Badge>
}

function Since({ at, by }: { at: Date; by: { name: string } | null }) {
  return (
    <span className="block">
      <TimeStamp at={at} />
      <span className="block text-ink-faint text-xs">{by?.name ?? 'Farebox itself'}</span>
    </span>
  )
}

function Until({ expiresAt, removedAt }: Pick<Entry, 'expiresAt' | 'removedAt'>) {
  if (removedAt) {
    return (
      <span className="block">
        <TimeStamp at={removedAt} />
        <span className="block text-ink-faint text-xs">Taken off by hand</span>
      </span>
    )
  }
  return expiresAt ? <TimeStamp at={expiresAt} /> : <span className="text-ink-faint">No end, until it is taken off</span>
}

const addition = <AddEntryDialog title="Add to a list" trigger={<Button variant="primary">Add an entry</Button>} />

export function EntryTable({ role }: { role: OperatorRole }) {
  const [filters, setFilters] = useQueryStates(listFilters, { history: 'push' })
  const list = useQuery({ ...useApi().risk.lists.read.queryOptions(entriesOf(filters)), placeholderData: keepPreviousData })
  const mayChange = roleMay(role, 'risk.list')
  if (list.isError) return <ListError error={list.error} onRetry={() => void list.refetch()} />
  const removal: DataColumn<Entry> = {
    id: 'remove',
    header: 'Take off',
    align: 'end',
    cell: (entry) => (entry.state === 'in force' ? <RemoveEntry entry={entry} /> : null),
  }
  return (
    <Section title="Entries" action={mayChange ? addition : undefined}>
      <search className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="List"
          choices={[
            { value: 'both', label: 'Both' },
            { value: 'block', label: 'Blocked' },
            { value: 'allow', label: 'Allowed' },
          ]}
          value={filters.list}
          onValueChange={(value) => void setFilters({ list: value as typeof filters.list })}
        />
        <SelectField
          label="State"
          choices={[
            { value: 'in_force', label: 'In force' },
            { value: 'all', label: 'Ended ones, too' },
          ]}
          value={filters.state}
          onValueChange={(value) => void setFilters({ state: value as typeof filters.state })}
        />
      </search>
      <DataTable
        caption="Entries of the lists, newest first"
        rows={list.data ?? []}
        columns={mayChange ? [...columns, removal] : columns}
        rowKey={({ id }) => id}
        isLoading={list.isPending}
        isFiltered={filters.list !== 'both' || filters.state !== 'in_force'}
        onClearFilters={() => void setFilters({ list: null, state: null })}
        empty={
          <EmptyState
            title="Nobody is on a list"
            why="Whom you block can neither sign up nor pay. Every entry says why, and should end by itself."
          />
        }
      />
    </Section>
  )
}

function RemoveEntry({ entry: { id, value, list } }: { entry: Entry }) {
  const api = useApi()
  const cache = useQueryClient()
  const remove = useMutation(api.risk.lists.remove.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.risk.pathFilter()) }))
  return (
    <DeedDialog
      title={`Take ${value} off the list?`}
      effect={list === 'block' ? 'It can sign up and pay again from now on.' : 'It is judged like everybody from now on.'}
      confirmLabel="Take off"
      done={`${value} is off the list.`}
      onConfirm={(reason) => remove.mutateAsync({ id, reason })}
      trigger={
        <Button size="small" aria-label={`Take ${value} off the list`}>
          Take off
        </Button>
      }
    />
  )
}
