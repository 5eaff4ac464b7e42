// Home: what can be spent, what was spent lately and by whom, and the switch that stops everything.
import { Banner, LinkButton, PageHeader } from '@farebox/ui'
import { api, caller, Hydrated, queryClient } from '../../trpc/server'
import { GiftList } from './gift-list'
import { HomeBalance } from './home-balance'
import { MonthByApp } from './month-by-app'
import { PauseCard } from './pause-card'
import { RecentCharges } from './recent-charges'

const RECENT = 5

export default async function HomePage() {
  const home = await queryClient().fetchQuery(api().wallet.home.queryOptions())
  const recent = await (await caller()).wallet.charges({ limit: RECENT })
  return (
    <Hydrated>
      <PageHeader title="Your wallet" />
      {home.isInDebt ? (
        <Banner tone="critical" title="This wallet is in debt" action={<LinkButton href="/top-up">Top up</LinkButton>}>
          A payment was taken back after its money was spent. No app can spend until a top-up repays it.
        </Banner>
      ) : null}
      {home.status === 'frozen' ? (
        <Banner tone="caution" title="This wallet is frozen">
          A payment is being checked. No app can spend meanwhile; your balance stays yours.
        </Banner>
      ) : null}
      <HomeBalance />
      <GiftList gifts={home.gifts} />
      <RecentCharges charges={recent.rows} />
      {home.month.length > 0 ? <MonthByApp month={home.month} /> : null}
      <PauseCard isPaused={home.status === 'paused'} isChangeable={home.status === 'open' || home.status === 'paused'} />
    </Hydrated>
  )
}
