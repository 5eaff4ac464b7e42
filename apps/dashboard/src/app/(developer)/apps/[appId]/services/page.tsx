// What an app sells beside models: its own services, what each costs, and what they were used for this month.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { env } from '../../../../../env'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { CreateServiceDialog } from './create-service-dialog'
import { ServiceSnippets } from './service-snippets'
import { ServicesTable } from './services-table'

export const metadata: Metadata = { title: 'Services' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function ServicesPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/services')
  await load(api().services.list.queryOptions(place))
  return (
    <Hydrated>
      <PageHeader
        title="Services"
        description="Charge for whatever you built, per page, per minute, per export. Users pay it from the same balance, within the same limit, with the same receipt."
        action={<CreateServiceDialog {...place} />}
      />
      <ServicesTable {...place} />
      <ServiceSnippets {...place} gatewayUrl={env().GATEWAY_URL} />
    </Hydrated>
  )
}
