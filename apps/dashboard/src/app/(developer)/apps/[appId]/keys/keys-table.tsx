'use client'
// The keys there are, and revoking one.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { microcents, toDollars } from '@farebox/money'
import { Button, ConfirmDialog, type DataColumn, DataTable, EmptyState, Money, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { BudgetDialog } from './budget-dialog'
import { CreateKeyDialog } from './create-key-dialog'

type KeyRow = inferRouterOutputs<DeveloperRouter>['keys']['list'][number]
type KeysTableProps = { appId: string; mode: Mode; gatewayUrl: string }

export function KeysTable({ appId, mode, gatewayUrl }: KeysTableProps) {
  const api = useApi()
  const cache = useQueryClient()
  const query = api.keys.list.queryOptions({ appId, mode })
  const { data } = useSuspenseQuery(query)
  const revoke = useMutation(api.keys.revoke.mutationOptions())
  const confirm = async ({ id, name }: KeyRow) => {
    await revoke.mutateAsync({ appId, mode, apiKeyId: id }).catch((failure: unknown) => {
      throw new Error(`${failureOf(failure).message} Nothing was changed.`)
    })
    await cache.invalidateQueries({ queryKey: query.queryKey })
    toast.success(`${name} is revoked.`)
  }
  return (
    <DataTable
      caption={mode === 'sandbox' ? 'Sandbox keys' : 'Live keys'}
      rows={data}
      columns={[...columns, actionsColumn({ appId, mode, onRevoke: confirm })]}
      rowKey={({ id }) => id}
      empty={
        <EmptyState
          title="No keys yet"
          why="A key lets your server call models, in the name of your users or for yourself."
          action={<CreateKeyDialog appId={appId} mode={mode} gatewayUrl={gatewayUrl} label="Create the first key" />}
        />
      }
    />
  )
}

const statuses = { active: 'active', expired: 'expired', revoked: 'revoked' } as const

const columns: DataColumn<KeyRow>[] = [
  {
    id: 'name',
    header: 'Key',
    cell: ({ name, shown }) => (
      <span className="block">
        <span className="block font-medium text-ink">{name}</span>
        <code className="whitespace-nowrap font-mono text-ink-faint text-xs">{shown}</code>
      </span>
    ),
  },
  { id: 'payer', header: 'Who pays', cell: ({ billingMode }) => (billingMode === 'user' ? 'Your users' : 'You') },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={statuses[status]} /> },
  {
    id: 'budget',
    header: 'Budget',
    cell: ({ budget, endUserBudget }) => (
      <span className="block">
        {budget ? (
          <span className="block">
            <Money amount={budget.usedMicrocents} as="charge" /> of <Money amount={budget.limitMicrocents} as="charge" /> a {budget.period}
          </span>
        ) : null}
        {endUserBudget ? (
          <span className="block">
            <Money amount={endUserBudget.limitMicrocents} as="charge" /> a {endUserBudget.period} for each end user
          </span>
        ) : null}
        {budget || endUserBudget ? null : 'None'}
      </span>
    ),
  },
  { id: 'used', header: 'Last used', cell: ({ lastUsedAt }) => (lastUsedAt ? <TimeStamp at={lastUsedAt} /> : 'Never') },
  { id: 'created', header: 'Created', cell: ({ createdAt }) => <TimeStamp at={createdAt} /> },
]

type Actions = { appId: string; mode: Mode; onRevoke: (key: KeyRow) => Promise<void> }

const actionsColumn = ({ appId, mode, onRevoke }: Actions): DataColumn<KeyRow> => ({
  id: 'actions',
  header: 'Actions',
  align: 'end',
  phone: 'detail',
  cell: (key) =>
    key.status === 'active' ? (
      <span className="flex justify-end gap-2">
        {key.billingMode === 'developer' ? (
          <BudgetDialog
            appId={appId}
            mode={mode}
            apiKeyId={key.id}
            keyName={key.name}
            current={draftOf(key.budget)}
            currentForEach={draftOf(key.endUserBudget)}
          />
        ) : null}
        <ConfirmDialog
          title={`Revoke ${key.name}?`}
          effect="It stops working with the next call. Calls under way finish and are charged. This cannot be undone."
          confirmLabel="Revoke key"
          onConfirm={() => onRevoke(key)}
          trigger={
            <Button size="small" aria-label={`Revoke ${key.name}`}>
              Revoke
            </Button>
          }
        />
      </span>
    ) : null,
})

/** As a person would write it again. */
const draftOf = (budget: KeyRow['endUserBudget']) =>
  budget && { amount: toDollars(microcents(budget.limitMicrocents)).replace(/0{6}$/, ''), period: budget.period }
