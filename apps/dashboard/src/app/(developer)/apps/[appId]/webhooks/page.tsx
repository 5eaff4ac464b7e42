// Where an app is told what happened, and what became of each telling.
import { Card, EmptyState, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../../place/place'
import { isAllowed } from '../../../../../trpc/is-allowed'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { CreateEndpointDialog } from './create-endpoint-dialog'
import { EndpointList } from './endpoint-list'

export const metadata: Metadata = { title: 'Webhooks' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

const title = 'Webhooks'
const description = 'Farebox tells your server what happened: signed, in order, and again until it arrives.'

export default async function WebhooksPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/webhooks')
  if (!(await isAllowed(() => load(api().webhooks.list.queryOptions(place))))) {
    return (
      <>
        <PageHeader title={title} description={description} />
        <Card>
          <EmptyState
            title="Webhooks are for owners and developers"
            why="Your role in this organization is finance. Ask an owner to change it."
          />
        </Card>
      </>
    )
  }
  return (
    <Hydrated>
      <PageHeader title={title} description={description} action={<CreateEndpointDialog {...place} />} />
      <EndpointList {...place} />
    </Hydrated>
  )
}
