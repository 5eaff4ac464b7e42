'use client'
// A wallet: what it has and where from, what is reserved, who may spend it; and freezing it.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Banner, Button, Card, KeyValueList, LinkButton, Money, PageHeader, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { PausedBanner } from '../../../../block-lists/paused-banner'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { RecordLink } from '../../../../records/record-link'
import { RecordList } from '../../../../records/record-list'
import { RefundDialog } from '../../../../refunds/refund-dialog'
import { useApi } from '../../../../trpc/client'

export function WalletRecord({ id, role }: { id: string; role: OperatorRole }) {
  const { data } = useSuspenseQuery(useApi().records.wallet.queryOptions({ id }))
  const isFrozen = data.status === 'frozen'
  return (
    <>
      <PageHeader
        title="Wallet"
        breadcrumb={[{ label: 'Search', href: '/search' }]}
        status={<StatusBadge status={data.status === 'open' ? 'active' : isFrozen ? 'held' : 'paused'}>{data.status}</StatusBadge>}
        action={
          <span className="flex flex-wrap gap-2">
            <LinkButton href={`/explain?of=${data.id}` as Route}>Explain its balance</LinkButton>
            {roleMay(role, 'wallets.freeze') ? <FreezeWallet walletId={data.id} isFrozen={isFrozen} /> : null}
          </span>
        }
      />
      {data.inDebt ? (
        <Banner tone="caution" title="In debt">
          A refund or dispute left it owing <Money amount={data.owed} as="exact" />. The next top-up repays it.
        </Banner>
      ) : null}
      <PausedBanner payerId={data.organizationId ?? data.id} until={data.pausedUntil} role={role} />
      <Card>
        <KeyValueList
          items={[
            { label: 'Wallet', value: data.id, copy: data.id },
            ...(data.userId ? [{ label: 'User', value: <RecordLink kind="user" id={data.userId} /> }] : []),
            ...(data.organizationId ? [{ label: 'Organization', value: <RecordLink kind="organization" id={data.organizationId} /> }] : []),
            { label: 'Kind', value: `${data.kind}, ${data.mode}` },
            { label: 'Available', value: <Money amount={data.available} as="exact" /> },
            { label: 'Reserved by calls', value: <Money amount={data.held} as="exact" /> },
            { label: 'Since', value: <TimeStamp at={data.createdAt} /> },
          ]}
        />
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <RecordList
          title="Money by source"
          none="No money yet."
          rows={data.lots.map((lot) => ({
            key: lot.id,
            title: lot.kind,
            note: lot.app ? `only in ${lot.app.name}` : (lot.paymentIntent ?? lot.id),
            end: (
              <span className="text-end">
                <Money amount={lot.available} as="exact" className="text-ink" />
                <span className="block text-ink-faint text-xs">
                  of <Money amount={lot.original} as="exact" />
                </span>
              </span>
            ),
          }))}
        />
        <RecordList
          title="Newest charges"
          none="Nothing spent yet."
          rows={data.charges.map((charge) => ({
            key: charge.id,
            title: charge.model,
            href: `/charges/${charge.id}`,
            note: <TimeStamp at={charge.settledAt} />,
            end: <Money amount={charge.total} as="charge" />,
          }))}
        />
        <RecordList
          title="Purchases"
          none="Nothing bought yet."
          rows={data.orders.map((order) => ({
            key: order.id,
            title: order.description,
            note: order.quarantineReason ?? order.id,
            end: (
              <>
                <span className="text-ink-soft">{order.status}</span>
                <Money amount={order.price} as="charge" />
                {order.status === 'paid' && roleMay(role, 'refunds.make') ? (
                  <RefundDialog
                    orderId={order.id}
                    description={order.description}
                    price={order.price}
                    trigger={<Button size="small">Refund</Button>}
                  />
                ) : null}
              </>
            ),
          }))}
        />
        <RecordList
          title="Apps that may spend"
          none="No app may spend from it."
          rows={data.connections.map((connection) => ({
            key: connection.id,
            title: connection.app.name,
            href: `/apps/${connection.app.id}`,
            note: connection.limit === null ? 'no limit' : `limit a ${connection.limitPeriod}`,
            end: (
              <>
                <span className="text-ink-soft">{connection.status}</span>
                {connection.limit === null ? null : <Money amount={connection.limit} as="charge" />}
              </>
            ),
          }))}
        />
      </div>
    </>
  )
}

function FreezeWallet({ walletId, isFrozen }: { walletId: string; isFrozen: boolean }) {
  const api = useApi()
  const cache = useQueryClient()
  const turn = useMutation(api.switches.wallet.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.records.pathFilter()) }))
  return (
    <DeedDialog
      title={isFrozen ? 'Open this wallet again?' : 'Freeze this wallet?'}
      effect={
        isFrozen
          ? 'Its apps can spend again.'
          : 'Nothing can be spent from it from now on; streams under way end within ten seconds. The balance stays.'
      }
      confirmLabel={isFrozen ? 'Open' : 'Freeze'}
      tone={isFrozen ? 'primary' : 'danger'}
      done={isFrozen ? 'The wallet is open.' : 'The wallet is frozen.'}
      onConfirm={(reason) => turn.mutateAsync({ walletId, isOn: isFrozen, reason })}
      trigger={<Button>{isFrozen ? 'Open again' : 'Freeze'}</Button>}
    />
  )
}
