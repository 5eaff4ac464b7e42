// What an organization is paid: the next payout, when earnings become available, where they go, and every payout so far.
import { Card, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { organizationPlace, type Search } from '../../../place/place'
import { isAllowed } from '../../../trpc/is-allowed'
import { load } from '../../../trpc/load'
import { api, caller, Hydrated } from '../../../trpc/server'
import { BackFromStripe } from './back-from-stripe'
import { Payouts } from './payouts'
import { SpendEarningsDialog } from './spend-earnings-dialog'

export const metadata: Metadata = { title: 'Payouts' }

export default async function PayoutsPage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName, mode } = await organizationPlace('/payouts', searchParams)
  const description = `What ${organizationName} is paid, when, and why anything waits.`
  if (mode === 'sandbox') return <LiveOnly description={description} href={`/payouts?organization=${organizationId}`} />
  const { calendar, account, list } = api().payouts
  const of = { organizationId }
  if (!(await isAllowed(() => load(calendar.queryOptions(of)))))
    return <NotForThisRole description={description} organizationName={organizationName} />
  await load(account.queryOptions(of), list.queryOptions(of))
  const { onboarding } = await searchParams
  const organizations = await (await caller()).organizations.list()
  const apps = organizations.find(({ id }) => id === organizationId)?.apps ?? []
  return (
    <Hydrated>
      <PageHeader
        title="Payouts"
        description={description}
        action={<SpendEarningsDialog organizationId={organizationId} organizationName={organizationName} apps={apps} />}
      />
      {onboarding === 'done' || onboarding === 'again' ? <BackFromStripe organizationId={organizationId} way={onboarding} /> : null}
      <Payouts organizationId={organizationId} />
    </Hydrated>
  )
}

function LiveOnly({ description, href }: { description: string; href: string }) {
  return (
    <>
      <PageHeader title="Payouts" description={description} />
      <Card>
        <EmptyState
          title="Sandbox earnings are not paid out"
          why="They are play money, counted like real ones so that you can see how it works."
          action={<LinkButton href={href as Route}>See live payouts</LinkButton>}
        />
      </Card>
    </>
  )
}

function NotForThisRole({ description, organizationName }: { description: string; organizationName: string }) {
  return (
    <>
      <PageHeader title="Payouts" description={description} />
      <Card>
        <EmptyState
          title="Payouts are for owners and finance"
          why={`Your role in ${organizationName} does not include where its money goes. Ask an owner if you need to see it.`}
        />
      </Card>
    </>
  )
}
