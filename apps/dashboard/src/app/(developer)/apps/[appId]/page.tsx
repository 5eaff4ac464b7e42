// How an app does: the last 30 days, and what is still missing before it earns.
import { PageHeader, StatusBadge } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../place/place'
import { load } from '../../../../trpc/load'
import { api, caller, Hydrated } from '../../../../trpc/server'
import { AppOverview } from './app-overview'

export const metadata: Metadata = { title: 'Overview' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function AppPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams)
  await load(api().apps.overview.queryOptions(place), api().apps.find.queryOptions(place))
  const app = await (await caller()).apps.find(place)
  const isLive = app.status === 'live'
  return (
    <Hydrated>
      <PageHeader
        title={app.name}
        description={app.origin ?? 'No website registered yet.'}
        status={<StatusBadge status={isLive ? 'live' : 'failed'}>{isLive ? 'Live' : 'Suspended'}</StatusBadge>}
      />
      <AppOverview {...place} />
    </Hydrated>
  )
}
