// The grant pool of an app, and who was given what.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { PaidBanner } from '../../../../../money/paid-banner'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { GiveGrantDialog } from './give-grant-dialog'
import { loadGrantFilters, pageOfGrants } from './grant-filters'
import { GrantsList } from './grants-list'
import { GuestVisits } from './guest-visits'
import { PoolCard } from './pool-card'

export const metadata: Metadata = { title: 'Grants' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function GrantsPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/grants')
  const filters = await loadGrantFilters(searchParams)
  const app = api().apps.find.queryOptions(place)
  await load(
    api().grants.guestRule.queryOptions(place),
    api().grants.pool.queryOptions(place),
    api().grants.list.queryOptions(pageOfGrants(place, filters)),
    app,
  )
  const { paid } = await searchParams
  return (
    <Hydrated>
      <PageHeader
        title="Grants"
        description="Balance you give to users from your pool. It is spendable in this app only, at base cost: no markup is added."
        action={<GiveGrantDialog {...place} />}
      />
      {paid === '1' ? <PaidBanner what="the pool" /> : null}
      <PoolCard {...place} />
      <GrantsList {...place} />
      <GuestVisits key={place.mode} {...place} />
    </Hydrated>
  )
}
