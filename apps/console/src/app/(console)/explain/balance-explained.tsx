'use client'
// First whose accounts, then which account, then its entries. All of it is in the address.
import { Card, EmptyState, FilterField, Money, Skeleton, TextField } from '@farebox/ui'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { ListError } from '../../../tables/list-error'
import { useApi } from '../../../trpc/client'
import { toLocalInput } from '../../../words/local-input'
import { EntryTable } from './entry-table'
import { explainFilters } from './explain-filters'

export function BalanceExplained() {
  const [filters, setFilters] = useQueryStates(explainFilters, { history: 'push' })
  const { of, kind, id, mode, at } = filters
  const accounts = useQuery(useApi().explain.accounts.queryOptions(of ? { of } : {}))
  return (
    <>
      <search className="flex flex-col gap-4 sm:flex-row">
        <FilterField
          label="Whose"
          isWide
          value={of}
          placeholder="wal_…, org_…, app_…, pay_… (empty: our own)"
          onApply={(next) => void setFilters({ of: next, kind: null, id: null, after: null })}
        />
        <div className="w-full sm:w-60">
          <TextField
            label="At"
            hint="Empty: now. Your local time."
            type="datetime-local"
            step={1}
            value={at ? toLocalInput(at, 'second') : ''}
            onChange={({ target }) => void setFilters({ at: target.value ? new Date(target.value) : null, after: null })}
          />
        </div>
      </search>
      {accounts.isError ? <ListError error={accounts.error} onRetry={() => void accounts.refetch()} /> : null}
      {accounts.isPending ? <Skeleton className="h-40" /> : null}
      {accounts.data ? (
        <Card isFlush>
          {accounts.data.length === 0 ? <EmptyState title="No accounts" why="Nothing was ever booked for this." /> : null}
          <ul className="grid sm:grid-cols-2">
            {accounts.data.map((each) => {
              const isChosen = each.account.kind === kind && each.account.id === id && each.mode === mode
              return (
                <li key={`${each.mode}-${each.account.kind}-${each.account.id}`} className="border-line border-b sm:odd:border-e">
                  <button
                    type="button"
                    aria-pressed={isChosen}
                    onClick={() => void setFilters({ kind: each.account.kind, id: each.account.id, mode: each.mode, after: null })}
                    className="flex min-h-12 w-full items-center justify-between gap-4 px-4 py-2 text-start text-sm hover:bg-sunken aria-pressed:bg-accent-soft"
                  >
                    <span className="font-medium text-ink">
                      {each.name}
                      {each.mode === 'sandbox' ? <span className="text-ink-faint"> (sandbox)</span> : null}
                    </span>
                    <Money amount={each.balance} as="exact" negative="parentheses" />
                  </button>
                </li>
              )
            })}
          </ul>
        </Card>
      ) : null}
      {kind && id ? <EntryTable key={`${mode}-${kind}-${id}`} /> : null}
    </>
  )
}
