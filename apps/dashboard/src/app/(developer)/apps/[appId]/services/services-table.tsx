'use client'
// The services of an app: price in words, the next price, and this month.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Card, type DataColumn, DataTable, EmptyState, Money, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { AnnouncePriceDialog } from './announce-price-dialog'
import { CreateServiceDialog } from './create-service-dialog'

type ServiceRow = inferRouterOutputs<DeveloperRouter>['services']['list'][number]
type Place = { appId: string; mode: Mode }

export function ServicesTable({ appId, mode }: Place) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.services.list.queryOptions({ appId, mode }))
  if (data.length === 0) {
    return (
      <Card>
        <EmptyState
          title="No services yet"
          why="A service is anything of yours that has a price: a scanned page, a minute of video, an export. Models need none; they have theirs."
          action={<CreateServiceDialog appId={appId} mode={mode} label="Create the first service" />}
        />
      </Card>
    )
  }
  return (
    <DataTable
      caption={mode === 'sandbox' ? 'Services, charged in the sandbox' : 'Services'}
      rows={data}
      columns={[...columns, priceColumn({ appId, mode })]}
      rowKey={({ id }) => id}
      empty={null}
      footNote="Prices are the same in live and sandbox. Charges and dollars are of this month, in UTC; what you earned is what people paid in themselves, without grants."
    />
  )
}

const columns: DataColumn<ServiceRow>[] = [
  {
    id: 'name',
    header: 'Service',
    cell: ({ name, description }) => (
      <span className="block">
        <code className="block font-medium font-mono text-[0.8125rem] text-ink">{name}</code>
        {description ? <span className="block text-ink-faint text-xs">{description}</span> : null}
      </span>
    ),
  },
  { id: 'price', header: 'Price', cell: ({ price }) => <span className="block @2xl:min-w-40">{price}</span> },
  {
    id: 'next',
    header: 'Next price',
    cell: ({ next }) =>
      next ? (
        <span className="block">
          {next.price} <TimeStamp at={next.startsAt} className="text-ink-faint" />
        </span>
      ) : (
        'None announced'
      ),
  },
  {
    id: 'charges',
    header: 'Charges, month',
    align: 'end',
    phone: 'detail',
    cell: ({ month }) => month.charges.toLocaleString('en-US'),
  },
  { id: 'paid', header: 'Users paid', align: 'end', phone: 'detail', cell: ({ month }) => <Money amount={month.paid} as="charge" /> },
  {
    id: 'earned',
    header: 'You earned, USD',
    align: 'end',
    phone: 'amount',
    cell: ({ month }) => <Money amount={month.earned} as="charge" />,
  },
]

const priceColumn = ({ appId, mode }: Place): DataColumn<ServiceRow> => ({
  id: 'actions',
  header: 'Actions',
  align: 'end',
  phone: 'detail',
  cell: ({ name, price }) => <AnnouncePriceDialog appId={appId} mode={mode} name={name} price={price} />,
})
