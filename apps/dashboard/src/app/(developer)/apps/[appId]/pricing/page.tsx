// The markup of an app, with what it does to a typical call.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { MarkupForm } from './markup-form'

export const metadata: Metadata = { title: 'Pricing' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function PricingPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/pricing')
  await load(api().apps.pricing.queryOptions(place))
  return (
    <Hydrated>
      <PageHeader
        title="Pricing"
        description="Users pay the model’s list price and your markup. The markup is yours: Farebox takes no part of it, and no fee on payouts."
      />
      <MarkupForm {...place} />
    </Hydrated>
  )
}
