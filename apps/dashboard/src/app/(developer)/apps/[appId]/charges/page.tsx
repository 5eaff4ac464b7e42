// Every charge of an app, newest first; one of them opened at the side.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { loadChargeFilters } from './charge-filters'
import { ChargesList } from './charges-list'
import { pageOfCharges } from './page-of-charges'

export const metadata: Metadata = { title: 'Charges' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function ChargesPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/charges')
  const filters = await loadChargeFilters(searchParams)
  await load(api().usage.charges.queryOptions(pageOfCharges(place, filters)), api().apps.find.queryOptions(place))
  return (
    <Hydrated>
      <PageHeader title="Charges" description="What each call cost, who paid it and what you earned. Open one for its receipt." />
      <ChargesList {...place} />
    </Hydrated>
  )
}
