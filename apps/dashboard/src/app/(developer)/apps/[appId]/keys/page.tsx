// The keys of an app: who pays is part of each.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { env } from '../../../../../env'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { CreateKeyDialog } from './create-key-dialog'
import { KeysTable } from './keys-table'

export const metadata: Metadata = { title: 'Keys' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function KeysPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/keys')
  await load(api().keys.list.queryOptions(place))
  const { GATEWAY_URL } = env()
  return (
    <Hydrated>
      <PageHeader
        title="Keys"
        description="A key lets your server make calls. Keep it there: whoever has it can spend what it allows."
        action={<CreateKeyDialog {...place} gatewayUrl={GATEWAY_URL} />}
      />
      <KeysTable {...place} gatewayUrl={GATEWAY_URL} />
    </Hydrated>
  )
}
