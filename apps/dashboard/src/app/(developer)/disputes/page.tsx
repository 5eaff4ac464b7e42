// What banks took back, or want back, of payments that earned this organization something.
import { Card, EmptyState, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { organizationPlace, type Search } from '../../../place/place'
import { isAllowed } from '../../../trpc/is-allowed'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { loadDisputeFilters, pageOfDisputes } from './dispute-filters'
import { DisputeList } from './dispute-list'

export const metadata: Metadata = { title: 'Disputes' }

const description =
  'Payments of your users that a bank wants back. Your markup of them waits, and goes back only if the bank keeps the money.'

export default async function DisputesPage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName, mode } = await organizationPlace('/disputes', searchParams)
  const question = pageOfDisputes({ organizationId, mode }, await loadDisputeFilters(searchParams))
  if (!(await isAllowed(() => load(api().disputes.list.queryOptions(question))))) {
    return (
      <>
        <PageHeader title="Disputes" description={description} />
        <Card>
          <EmptyState
            title="Disputes are for owners and finance"
            why={`Your role in ${organizationName} does not include its money. Ask an owner if you need to see it.`}
          />
        </Card>
      </>
    )
  }
  return (
    <Hydrated>
      <PageHeader title="Disputes" description={description} />
      <DisputeList organizationId={organizationId} mode={mode} />
    </Hydrated>
  )
}
