// An organization's apps.
import { LinkButton, PageHeader } from '@farebox/ui'
import { Plus } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { inMode } from '../../../place/mode'
import { organizationPlace, type Search } from '../../../place/place'
import { isAllowed } from '../../../trpc/is-allowed'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { AppsTable } from './apps-table'
import { NextPayoutCard } from './next-payout-card'

export const metadata: Metadata = { title: 'Apps' }

export default async function AppsPage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName, mode } = await organizationPlace('/apps', searchParams)
  await load(api().apps.list.queryOptions({ organizationId, mode }))
  const calendar = api().payouts.calendar.queryOptions({ organizationId })
  const seesPayouts = mode === 'live' && (await isAllowed(() => load(calendar)))
  const newApp = inMode(`/apps/new?organization=${organizationId}`, mode) as Route
  return (
    <Hydrated>
      <PageHeader
        title="Apps"
        description={`What ${organizationName} offers. Every user pays their own calls; the markup is yours, all of it.`}
        action={
          <LinkButton href={newApp} variant="primary" icon={<Plus aria-hidden />}>
            New app
          </LinkButton>
        }
      />
      {seesPayouts ? <NextPayoutCard organizationId={organizationId} /> : null}
      <AppsTable organizationId={organizationId} mode={mode} />
    </Hydrated>
  )
}
