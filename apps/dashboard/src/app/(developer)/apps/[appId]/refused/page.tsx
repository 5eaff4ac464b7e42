// Calls that were refused in the last week: why, and the request id to ask about.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { loadRefusedFilters, pageOfRefusedCalls } from './refused-filters'
import { RefusedList } from './refused-list'

export const metadata: Metadata = { title: 'Refused calls' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function RefusedPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/refused')
  await load(api().usage.refusedCalls.queryOptions(pageOfRefusedCalls(place, await loadRefusedFilters(searchParams))))
  return (
    <Hydrated>
      <PageHeader
        title="Refused calls"
        description="Of the last 7 days. Each was refused before it began: nothing was charged to anybody."
      />
      <RefusedList {...place} />
    </Hydrated>
  )
}
