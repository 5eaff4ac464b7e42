// How an app asks its users: the key it names itself with, where they come back to, and what they are asked.
import { Card, EmptyState, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { env } from '../../../../../env'
import { appPlace, type Search } from '../../../../../place/place'
import { isAllowed } from '../../../../../trpc/is-allowed'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { ClientFacts } from './client-facts'
import { ConnectSnippets } from './connect-snippets'
import { ConsentPreview } from './consent-preview'
import { RedirectAddresses } from './redirect-addresses'
import { Websites } from './websites'

export const metadata: Metadata = { title: 'Connect' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

const header = (
  <PageHeader
    title="Connect"
    description="Your users sign in with Farebox and allow your app to spend from their own balance, up to a limit they choose. They can stop it at any time."
  />
)

export default async function ConnectPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/connect')
  const { client, preview } = api().connect
  if (!(await isAllowed(() => load(client.queryOptions(place), preview.queryOptions(place))))) return <NotForThisRole />
  const { WALLET_URL, GATEWAY_URL } = env()
  return (
    <Hydrated>
      {header}
      <div className="grid items-start gap-x-8 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
        <div className="min-w-0 space-y-10">
          <ClientFacts {...place} issuer={WALLET_URL} />
          <RedirectAddresses {...place} />
          <Websites {...place} />
          <ConnectSnippets {...place} issuer={WALLET_URL} gatewayUrl={GATEWAY_URL} />
        </div>
        <ConsentPreview {...place} />
      </div>
    </Hydrated>
  )
}

function NotForThisRole() {
  return (
    <>
      {header}
      <Card>
        <EmptyState
          title="Connect is for owners and developers"
          why="Your role in this organization is finance. Ask an owner to change it."
        />
      </Card>
    </>
  )
}
