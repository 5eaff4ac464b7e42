'use client'
// What is in the pool, and adding to it.
import { BalanceTicket, Card, CountTile, MoneyTile } from '@farebox/ui'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { AddMoneyDialog } from '../../../../../money/add-money-dialog'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'

export function PoolCard({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const { data: pool } = useSuspenseQuery(api.grants.pool.queryOptions({ appId, mode }))
  const { data: app } = useSuspenseQuery(api.apps.find.queryOptions({ appId, mode }))
  const fund = useMutation(api.grants.fund.mutationOptions())
  return (
    <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)_minmax(0,1fr)]">
      <BalanceTicket
        label="In the pool"
        amount={pool.balance}
        note={mode === 'sandbox' ? 'Play money, given once' : 'What you can still give'}
        action={
          mode === 'live' ? (
            <AddMoneyDialog
              label="Fund pool"
              title={`Fund the pool of ${app.name}`}
              organizationId={app.organizationId}
              start={(amount) => fund.mutateAsync({ appId, mode, amount })}
            />
          ) : undefined
        }
      />
      <MoneyTile label="Given so far" amount={pool.given} as="balance" note="What users did not spend comes back when a grant ends" />
      <CountTile label="Grants" count={pool.grants} note="Each is funded when it is given" />
      {pool.balance === 0n && mode === 'live' ? (
        <Card className="text-sm lg:col-span-3">
          The pool is empty, so grants are refused with <code className="font-mono">grant_pool_empty</code>. Fund it first.
        </Card>
      ) : null}
    </div>
  )
}
