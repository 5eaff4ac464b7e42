// The balance of the platform or of a connected account: the sum of its lines, those of the future pending.
import type { Stripe } from 'stripe'
import type { Api } from '../api.ts'
import type { Store } from '../store.ts'

export function addBalanceRoutes(api: Api): void {
  api.get('/v1/balance', ({ account, world }) => balanceShown(account, world.store), { forAccounts: true })
}

function balanceShown(account: string | null, store: Store): Stripe.Balance {
  const { availableCents, pendingCents } = balanceOf(account, store, store.nowSeconds())
  const line = (amount: number) => [{ amount, currency: 'usd', source_types: { card: amount } }]
  return {
    object: 'balance',
    available: line(availableCents),
    ...(account === null && { connect_reserved: [{ amount: 0, currency: 'usd' }] }),
    livemode: false,
    pending: line(pendingCents),
  } satisfies Stripe.Balance
}

export function balanceOf(account: string | null, store: Store, atSeconds: number): { availableCents: number; pendingCents: number } {
  const balance = { availableCents: 0, pendingCents: 0 }
  const { owners, balanceTransactions } = store.tables
  for (const { id, net, available_on, created } of balanceTransactions.values()) {
    if (created > atSeconds || (owners.get(id) ?? null) !== account) continue
    if (available_on <= atSeconds) balance.availableCents += net
    else balance.pendingCents += net
  }
  return balance
}
