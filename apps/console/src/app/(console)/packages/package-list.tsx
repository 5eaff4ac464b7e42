'use client'
// Every terms there are and were, and the three deeds: announce, withdraw, end.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Button, type DataColumn, DataTable, EmptyState, Money, type Status, StatusBadge, TimeStamp, useTimeAhead } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { useApi } from '../../../trpc/client'
import { soon } from '../../../words/local-input'
import { PackageDialog } from './package-dialog'

type Terms = inferRouterOutputs<OperatorRouter>['packages']['list'][number]

const badges: Record<Terms['state'], { status: Status; word: string }> = {
  'on sale': { status: 'active', word: 'On sale' },
  announced: { status: 'pending', word: 'Announced' },
  ended: { status: 'expired', word: 'Ended' },
}

const columns: DataColumn<Terms>[] = [
  { id: 'name', header: 'Package', cell: ({ name }) => <span className="font-medium text-ink">{name}</span> },
  { id: 'state', header: 'State', cell: ({ state }) => <StatusBadge status={badges[state].status}>{badges[state].word}</StatusBadge> },
  { id: 'from', header: 'From', cell: ({ startsAt }) => <TimeStamp at={startsAt} /> },
  { id: 'to', header: 'To', cell: ({ endsAt }) => (endsAt ? <TimeStamp at={endsAt} /> : '–') },
  { id: 'fee', header: 'Fee', align: 'end', cell: ({ fee }) => <Money amount={fee} as="charge" /> },
  { id: 'credit', header: 'Balance', align: 'end', cell: ({ credit }) => <Money amount={credit} as="charge" /> },
  {
    id: 'price',
    header: 'Price',
    align: 'end',
    phone: 'amount',
    cell: ({ price }) => <Money amount={price} as="charge" className="font-medium text-ink" />,
  },
]

export function PackageList({ role }: { role: OperatorRole }) {
  const api = useApi()
  const aheadMs = useTimeAhead()
  const cache = useQueryClient()
  const { data: rows } = useSuspenseQuery(api.packages.list.queryOptions())
  const onSuccess = () => cache.invalidateQueries(api.packages.pathFilter())
  const withdraw = useMutation(api.packages.withdraw.mutationOptions({ onSuccess }))
  const end = useMutation(api.packages.end.mutationOptions({ onSuccess }))
  const deeds: DataColumn<Terms> = {
    id: 'deeds',
    header: 'Change',
    cell: ({ id, name, state, endsAt }) =>
      state === 'announced' ? (
        <DeedDialog
          title={`Withdraw the new terms of ${name}?`}
          effect="The terms on sale go on. Nobody bought under the announced ones."
          confirmLabel="Withdraw"
          done={`The new terms of ${name} are withdrawn.`}
          onConfirm={(reason) => withdraw.mutateAsync({ termsId: id, reason })}
          trigger={<Button size="small">Withdraw</Button>}
        />
      ) : state === 'on sale' && !endsAt ? (
        <span className="flex flex-wrap gap-2">
          <PackageDialog name={name} onAnnounced={onSuccess} />
          <DeedDialog
            title={`End ${name}?`}
            effect="From five minutes from now, nobody can buy it. What was sold stays as it was sold."
            confirmLabel="End it"
            done={`${name} ends in five minutes.`}
            onConfirm={(reason) => end.mutateAsync({ name, endsAt: soon(aheadMs), reason })}
            trigger={<Button size="small">End</Button>}
          />
        </span>
      ) : null,
  }
  const mayChange = roleMay(role, 'packages.change')
  return (
    <div className="space-y-4">
      {mayChange ? <PackageDialog onAnnounced={onSuccess} /> : null}
      <DataTable
        caption="Packages and their terms, newest first"
        rows={rows}
        columns={mayChange ? [...columns, deeds] : columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title="No package yet" why="Without a package nobody can top up. Announce the first one." />}
        footNote="Fee and balance add up to the price."
      />
    </div>
  )
}
