// The balance an organization pays its own calls from.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { PaidBanner } from '../../../money/paid-banner'
import { organizationPlace, type Search } from '../../../place/place'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { OrganizationBalance } from './organization-balance'

export const metadata: Metadata = { title: 'Balance' }

export default async function BalancePage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName, mode } = await organizationPlace('/balance', searchParams)
  const { autoTopup, organizations, refunds } = api()
  const of = { organizationId }
  await load(
    organizations.balance.queryOptions({ organizationId, mode }),
    ...(mode === 'live'
      ? [autoTopup.read.queryOptions(of), autoTopup.cards.queryOptions(of), refunds.options.queryOptions(of), refunds.list.queryOptions(of)]
      : []),
  )
  const { paid } = await searchParams
  return (
    <Hydrated>
      <PageHeader
        title="Balance"
        description="Pays for calls made with keys that bill you. Users never draw on it, and nothing is ever drawn from it on their behalf."
      />
      {paid === '1' ? <PaidBanner what="your balance" /> : null}
      <OrganizationBalance organizationId={organizationId} organizationName={organizationName} mode={mode} />
    </Hydrated>
  )
}
