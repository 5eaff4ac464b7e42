'use client'
// The balance, kept up to date while it is looked at.
import { BalanceTicket, LinkButton } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
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
      note={home.isNew ? 'Apps you allow spend from here. You set the limit for each.' : 'Spendable in every app you allow.'}
      action={
        <LinkButton href="/top-up" variant="primary" size="large">
          Top up
        </LinkButton>
      }
    />
  )
}
