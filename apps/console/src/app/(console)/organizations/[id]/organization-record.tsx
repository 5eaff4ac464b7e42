'use client'
// An organization: its people, apps, wallets, earnings and payouts; holding its earnings, and how long they wait.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Card, KeyValueList, LinkButton, Money, PageHeader, StatusBadge, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { PausedBanner } from '../../../../block-lists/paused-banner'
import { RecordList } from '../../../../records/record-list'
import { useApi } from '../../../../trpc/client'
import { PayoutBadge } from '../../payouts/payout-words'
import { DelayDialog } from './delay-dialog'
import { HoldList } from './hold-list'

export function OrganizationRecord({ id, role }: { id: string; role: OperatorRole }) {
  const { data } = useSuspenseQuery(useApi().records.organization.queryOptions({ id }))
  const { payoutAccount } = data
  return (
    <>
      <PageHeader
        title={data.name}
        breadcrumb={[{ label: 'Search', href: '/search' }]}
        action={
          <span className="flex flex-wrap gap-2">
            <LinkButton href={`/explain?of=${data.id}` as Route}>Explain its earnings</LinkButton>
            {roleMay(role, 'risk.change') ? <DelayDialog organizationId={data.id} days={data.earningsDelayDays} /> : null}
          </span>
        }
      />
      <PausedBanner payerId={data.id} until={data.pausedUntil} role={role} />
      <Card>
        <KeyValueList
          items={[
            { label: 'Organization', value: data.id, copy: data.id },
            { label: 'Earnings wait', value: `${data.earningsDelayDays} days` },
            {
              label: 'Paid to',
              value: payoutAccount ? `${payoutAccount.stripeAccountId} (${payoutAccount.status})` : 'No payout account yet',
            },
            { label: 'Since', value: <TimeStamp at={data.createdAt} /> },
          ]}
        />
      </Card>
      {roleMay(role, 'payouts.read') ? <HoldList organizationId={data.id} role={role} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <RecordList
          title="Earnings"
          none="Nothing earned yet."
          rows={data.accounts.map((each) => ({
            key: each.account.kind,
            title: each.name,
            href: `/explain?of=${data.id}&kind=${each.account.kind}&id=${each.account.id}&mode=${each.mode}`,
            end: <Money amount={each.balance} as="exact" />,
          }))}
        />
        <RecordList
          title="Payouts"
          none="No payout yet."
          rows={data.payouts.map((payout) => ({
            key: payout.id,
            title: payout.id,
            href: `/payouts/${payout.id}`,
            note: <TimeStamp at={payout.createdAt} />,
            end: (
              <>
                <PayoutBadge status={payout.status} />
                <Money amount={payout.amount} as="charge" />
              </>
            ),
          }))}
        />
        <RecordList
          title="Apps"
          none="No app yet."
          rows={data.apps.map((app) => ({
            key: app.id,
            title: app.name,
            href: `/apps/${app.id}`,
            note: `markup ${app.markupBps / 100} %`,
            end: app.status === 'live' ? <StatusBadge status="live" /> : <StatusBadge status="revoked">Suspended</StatusBadge>,
          }))}
        />
        <RecordList
          title="People"
          none="Nobody."
          rows={data.members.map((member) => ({
            key: member.id,
            title: member.name ?? member.email,
            ...(roleMay(role, 'users.read') && { href: `/users/${member.id}` }),
            note: member.name ? member.email : undefined,
            end: member.role,
          }))}
        />
        <RecordList
          title="Wallets"
          none="No wallet."
          rows={data.wallets.map((wallet) => ({
            key: wallet.id,
            title: wallet.id,
            href: `/wallets/${wallet.id}`,
            note: wallet.mode,
            end: <Money amount={wallet.balance} as="exact" />,
          }))}
        />
      </div>
    </>
  )
}
