// Home: what can be spent, what was spent lately and by whom, and the switch that stops everything.
import { Banner, PageHeader } from '@farebox/ui'
import { api, caller, Hydrated, queryClient } from '../../trpc/server'
import { DebtBanner } from './debt-banner'
import { GiftList } from './gift-list'
import { HomeBalance } from './home-balance'
import { MonthByApp } from './month-by-app'
import { PauseCard } from './pause-card'
import { RecentCharges } from './recent-charges'
import { StoppedMoneyList } from './stopped-money'

const RECENT = 5

export default async function HomePage() {
  const home = await queryClient().fetchQuery(api().wallet.home.queryOptions())
  const { wallet, debt: debts } = await caller()
  const [recent, stopped, debt] = await Promise.all([wallet.charges({ limit: RECENT }), wallet.stopped(), debts.read()])
  return (
    <Hydrated>
      <PageHeader title="Your wallet" />
      {debt.owed > 0n ? <DebtBanner {...debt} /> : null}
      {home.status === 'frozen' ? (
        <Banner tone="caution" title="This wallet is frozen">
          A payment is being checked. No app can spend meanwhile; your balance stays yours.
        </Banner>
      ) : null}
      <HomeBalance />
      <StoppedMoneyList stopped={stopped} />
      <GiftList gifts={home.gifts} />
      <RecentCharges charges={recent.rows} />
      {home.month.length > 0 ? <MonthByApp month={home.month} /> : null}
      <PauseCard isPaused={home.status === 'paused'} isChangeable={home.status === 'open' || home.status === 'paused'} />
    </Hydrated>
  )
}
