// What an organization earned, where it is, and when it becomes available.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { organizationPlace, type Search } from '../../../place/place'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { EarningsStatement } from './earnings-statement'

export const metadata: Metadata = { title: 'Earnings' }

export default async function EarningsPage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName, mode } = await organizationPlace('/earnings', searchParams)
  await load(api().earnings.statement.queryOptions({ organizationId, mode }))
  return (
    <Hydrated>
      <PageHeader title="Earnings" description={`What users paid as markup in the apps of ${organizationName}: all of it is yours.`} />
      <EarningsStatement organizationId={organizationId} mode={mode} />
    </Hydrated>
  )
}
