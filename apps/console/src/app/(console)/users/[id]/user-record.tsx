'use client'
// A user: who they are, their wallets and organizations.
import { Card, KeyValueList, Money, PageHeader, StatusBadge, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { RecordList } from '../../../../records/record-list'
import { useApi } from '../../../../trpc/client'

export function UserRecord({ id }: { id: string; role: string }) {
  const { data } = useSuspenseQuery(useApi().records.user.queryOptions({ id }))
  return (
    <>
      <PageHeader
        title={data.name ?? 'User'}
        breadcrumb={[{ label: 'Search', href: '/search' }]}
        description="That you looked is in the audit log."
      />
      <Card>
        <KeyValueList
          items={[
            { label: 'Mail address', value: data.email, copy: data.email },
            { label: 'User', value: data.id, copy: data.id },
            { label: 'Since', value: <TimeStamp at={data.createdAt} /> },
          ]}
        />
      </Card>
      <RecordList
        title="Wallets"
        none="No wallet yet: it is made with the first top-up or connection."
        rows={data.wallets.map((wallet) => ({
          key: wallet.id,
          title: wallet.id,
          href: `/wallets/${wallet.id}`,
          note: `${wallet.mode}, ${wallet.charges.length} recent charges`,
          end: (
            <>
              <StatusBadge status={wallet.status === 'open' ? 'active' : wallet.status === 'frozen' ? 'held' : 'paused'}>
                {wallet.status}
              </StatusBadge>
              <Money amount={wallet.available} as="exact" />
            </>
          ),
        }))}
      />
      <RecordList
        title="Organizations"
        none="A member of none."
        rows={data.organizations.map((organization) => ({
          key: organization.id,
          title: organization.name,
          href: `/organizations/${organization.id}`,
          note: organization.role,
        }))}
      />
    </>
  )
}
