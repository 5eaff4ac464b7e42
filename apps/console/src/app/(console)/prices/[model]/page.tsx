// One model: its price now, what was announced, what the price list says, and every price it ever had.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { ModelPrices } from './model-prices'

type PageProps = { params: Promise<{ model: string }> }

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).model) }
}

export default async function ModelPricesPage({ params }: PageProps) {
  const model = decodeURIComponent((await params).model)
  const { operator, refusal } = await gate('prices.read', `/prices/${encodeURIComponent(model)}`)
  if (refusal) return refusal
  await load(api().prices.table.queryOptions(), api().prices.history.queryOptions({ model }))
  return (
    <Hydrated>
      <PageHeader title={model} breadcrumb={[{ label: 'Models & prices', href: '/prices' }]} />
      <ModelPrices model={model} role={operator.role} />
    </Hydrated>
  )
}
