'use client'
// The balance, kept up to date while it is looked at.
import { BalanceTicket, LinkButton } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { WalletHome } from '../../trpc/answers'
import { useApi } from '../../trpc/client'

const REFRESH_MS = 10_000

export function HomeBalance() {
  const api = useApi()
  const { data: home } = useSuspenseQuery({ ...api.wallet.home.queryOptions(), refetchInterval: REFRESH_MS })
  return (
    <BalanceTicket
      label="Available"
      amount={home.available}
      inUse={home.inUse}
      note={noteOf(home)}
      action={
        <LinkButton href="/top-up" variant="primary" size="large">
          Top up
        </LinkButton>
      }
    />
  )
}

/** What may be done with it now: what stops an app stands here too, beside the amount it stops. */
function noteOf({ status, isInDebt, isNew, available }: WalletHome): string {
  if (isInDebt) return 'No app can spend it until what you owe is repaid.'
  if (status === 'frozen') return 'No app can spend it while a payment is being checked.'
  if (status === 'paused') return 'No app can spend it while all spending is paused.'
  if (isNew) return 'Apps you allow spend from here. You set the limit for each.'
  return available > 0n ? 'Spendable in every app you allow.' : 'What you top up is spendable in every app you allow.'
}
