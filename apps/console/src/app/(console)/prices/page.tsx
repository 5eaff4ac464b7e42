// Models and prices: what each costs, where the price comes from, and whether its provider can be reached.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { PriceTable } from './price-table'
import { ProviderTable } from './provider-table'

export const metadata: Metadata = { title: 'Models & prices' }

export default async function PricesPage() {
  const { refusal } = await gate('prices.read', '/prices')
  if (refusal) return refusal
  await load(api().prices.table.queryOptions(), api().prices.providers.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Models & prices"
        description="Dollars for a million tokens, before an app’s markup. A price in force is never changed: a new one is announced at least a minute ahead."
      />
      <PriceTable />
      <ProviderTable />
    </Hydrated>
  )
}
