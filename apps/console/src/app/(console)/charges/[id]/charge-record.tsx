'use client'
// A charge: every part of its price, and each transfer it made.
import { Card, KeyValueList, Money, PageHeader, Section, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Movements } from '../../../../deeds/movements'
import { RecordLink } from '../../../../records/record-link'
import { useApi } from '../../../../trpc/client'

export function ChargeRecord({ id }: { id: string; role: string }) {
  const { data } = useSuspenseQuery(useApi().records.charge.queryOptions({ id }))
  return (
    <>
      <PageHeader
        title={data.model}
        breadcrumb={[{ label: 'Search', href: '/search' }]}
        description={`${data.mode} charge, ${data.outcome.replaceAll('_', ' ')}`}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Facts">
          <Card>
            <KeyValueList
              items={[
                { label: 'Charge', value: data.id, copy: data.id },
                { label: 'Wallet', value: <RecordLink kind="wallet" id={data.walletId} /> },
                {
                  label: 'App',
                  value: (
                    <RecordLink kind="app" id={data.appId}>
                      {data.appName}
                    </RecordLink>
                  ),
                },
                { label: 'Organization', value: <RecordLink kind="organization" id={data.organizationId} /> },
                { label: 'Provider', value: data.provider },
                { label: 'Total', value: <Money amount={data.total} as="exact" /> },
                { label: 'Base', value: <Money amount={data.base} as="exact" /> },
                { label: 'Markup', value: <Money amount={data.markup} as="exact" /> },
                { label: 'Loss, ours', value: <Money amount={data.loss} as="exact" /> },
                { label: 'Settled', value: <TimeStamp at={data.settledAt} /> },
                ...(data.hold ? [{ label: 'Held at most', value: <Money amount={data.hold.amount} as="exact" /> }] : []),
              ]}
            />
          </Card>
        </Section>
        <Section title="What it moved">
          <Movements movements={[{ kind: 'charge', transfers: data.transfers }]} />
        </Section>
      </div>
    </>
  )
}
