'use client'
// An app: whose it is, its keys, its pools, its last thirty days; and suspending it.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Button, Card, KeyValueList, LinkButton, Money, PageHeader, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { RecordLink } from '../../../../records/record-link'
import { RecordList } from '../../../../records/record-list'
import { useApi } from '../../../../trpc/client'

export function AppRecord({ id, role }: { id: string; role: OperatorRole }) {
  const { data } = useSuspenseQuery(useApi().records.app.queryOptions({ id }))
  return (
    <>
      <PageHeader
        title={data.name}
        breadcrumb={[{ label: 'Search', href: '/search' }]}
        status={data.status === 'live' ? <StatusBadge status="live" /> : <StatusBadge status="revoked">Suspended</StatusBadge>}
        action={
          <span className="flex flex-wrap gap-2">
            <LinkButton href={`/explain?of=${data.id}` as Route}>Explain its pools</LinkButton>
            {roleMay(role, 'apps.verify') ? <VerifyApp appId={data.id} name={data.name} isVerified={data.isVerified} /> : null}
            {roleMay(role, 'apps.suspend') ? <SuspendApp appId={data.id} name={data.name} isLive={data.status === 'live'} /> : null}
          </span>
        }
      />
      <Card>
        <KeyValueList
          items={[
            { label: 'App', value: data.id, copy: data.id },
            {
              label: 'Organization',
              value: (
                <RecordLink kind="organization" id={data.organization.id}>
                  {data.organization.name}
                </RecordLink>
              ),
            },
            { label: 'Website', value: data.origin ?? data.origins[0] ?? 'None registered' },
            { label: 'Checked', value: data.isVerified ? 'Farebox has checked who runs it' : 'Nobody has checked who runs it' },
            { label: 'Markup', value: `${data.markupBps / 100} %` },
            { label: 'Users', value: data.users.map(({ mode, count }) => `${count} ${mode}`).join(', ') || 'None yet' },
            { label: 'Since', value: <TimeStamp at={data.createdAt} /> },
          ]}
        />
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <RecordList
          title="Keys"
          none="No key yet."
          rows={data.keys.map((key) => ({
            key: key.id,
            title: key.name,
            note: `${key.mode}, bills ${key.billingMode === 'user' ? 'users' : 'the organization'}, …${key.lastFour}`,
            end: key.revokedAt ? <StatusBadge status="revoked" /> : key.lastUsedAt ? <TimeStamp at={key.lastUsedAt} /> : 'never used',
          }))}
        />
        <RecordList
          title="Grant pools"
          none="No pool."
          rows={data.pools.map((pool) => ({
            key: `${pool.mode}-${pool.account.kind}`,
            title: pool.name,
            note: pool.mode,
            end: <Money amount={pool.balance} as="exact" />,
          }))}
        />
      </div>
    </>
  )
}

function VerifyApp({ appId, name, isVerified }: { appId: string; name: string; isVerified: boolean }) {
  const api = useApi()
  const cache = useQueryClient()
  const turn = useMutation(api.switches.verified.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.records.pathFilter()) }))
  return (
    <DeedDialog
      title={isVerified ? `Withdraw the mark of ${name}?` : `Mark ${name} as checked?`}
      effect={
        isVerified
          ? 'Its consent page says that nobody has checked who runs it. Limits that stand stay; above $100 none can be chosen any more.'
          : 'Its consent page says that Farebox has checked who runs it, and users may choose a limit above $100. Write what you looked at.'
      }
      confirmLabel={isVerified ? 'Withdraw the mark' : 'Mark as checked'}
      tone={isVerified ? 'danger' : 'primary'}
      done={isVerified ? `${name} is no longer marked.` : `${name} is marked as checked.`}
      onConfirm={(reason) => turn.mutateAsync({ appId, isOn: !isVerified, reason })}
      trigger={<Button>{isVerified ? 'Withdraw mark' : 'Mark as checked'}</Button>}
    />
  )
}

function SuspendApp({ appId, name, isLive }: { appId: string; name: string; isLive: boolean }) {
  const api = useApi()
  const cache = useQueryClient()
  const turn = useMutation(api.switches.app.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.records.pathFilter()) }))
  return (
    <DeedDialog
      title={isLive ? `Suspend ${name}?` : `Resume ${name}?`}
      effect={
        isLive
          ? 'Its calls are refused from now on. Its users keep their balances; its earnings stay where they are.'
          : 'Its calls are served again.'
      }
      confirmLabel={isLive ? 'Suspend' : 'Resume'}
      tone={isLive ? 'danger' : 'primary'}
      done={isLive ? `${name} is suspended.` : `${name} is live.`}
      onConfirm={(reason) => turn.mutateAsync({ appId, isOn: !isLive, reason })}
      trigger={<Button>{isLive ? 'Suspend' : 'Resume'}</Button>}
    />
  )
}
