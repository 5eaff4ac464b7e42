// What happens by the clock, day after day even when it jumps: payouts arrive, deadlines pass, recipients are paid out, sessions expire.
import type { Stripe } from 'stripe'
import { bankAccountOf } from './connect/bank-accounts.ts'
import { isReceiving, tellOverdue } from './connect/change-recipient.ts'
import { balanceOf } from './resources/balance.ts'
import { expireOverdueSessions } from './resources/checkout-sessions.ts'
import { tellPastDue } from './resources/disputes.ts'
import { endPayout, payOut } from './resources/payouts.ts'
import { sendWaitingRefunds } from './resources/refunds.ts'
import type { StripeWorld } from './stripe-world.ts'

const daySeconds = 24 * 60 * 60

export function runClock(world: StripeWorld): void {
  const { store } = world
  const nowSeconds = store.nowSeconds()
  // A clock that was set back has nothing to do until it is where it was.
  while (nextMidnight(store.clockDoneSeconds) <= nowSeconds) {
    const midnight = nextMidnight(store.clockDoneSeconds)
    reach(midnight, world)
    tellAvailable(midnight, world)
    payRecipientsOut(midnight, world)
  }
  if (store.clockDoneSeconds < nowSeconds) reach(nowSeconds, world)
  expireOverdueSessions(world)
  tellPastDue(world)
  sendWaitingRefunds(world)
}

const nextMidnight = (seconds: number) => (Math.floor(seconds / daySeconds) + 1) * daySeconds

function reach(atSeconds: number, world: StripeWorld): void {
  const { store } = world
  for (const payout of store.tables.payouts.values()) if (isDue(payout, atSeconds)) endPayout(payout, world, payout.arrival_date)
  for (const stored of store.tables.accounts.values()) tellOverdue(stored, store.clockDoneSeconds, atSeconds, world)
  store.clockDoneSeconds = atSeconds
}

function isDue({ status, arrival_date }: Stripe.Payout, atSeconds: number): boolean {
  return (status === 'pending' || status === 'in_transit') && arrival_date <= atSeconds
}

function tellAvailable(atSeconds: number, { store, webhooks }: StripeWorld): void {
  const { owners, balanceTransactions } = store.tables
  const becameAvailable = [...balanceTransactions.values()].some(
    ({ id, net, available_on, created }) =>
      net > 0 && !owners.has(id) && created < available_on && available_on <= atSeconds && available_on > atSeconds - daySeconds,
  )
  if (!becameAvailable) return
  const { availableCents: amount } = balanceOf(null, store, atSeconds)
  const balance = { object: 'balance', available: [{ amount, currency: 'usd' }], livemode: false, pending: [] } satisfies Stripe.Balance
  webhooks.publish('balance.available', balance, { atSeconds })
}

/** At midnight, what is available and has not left yet goes to the bank of each recipient who wants it so. */
function payRecipientsOut(atSeconds: number, world: StripeWorld): void {
  const { store } = world
  for (const [account, lines] of linesToCarry(atSeconds, world)) {
    const stored = store.tables.accounts.get(account)
    const bank = bankAccountOf(account, store)
    if (stored?.payouts !== 'daily' || !isReceiving(stored, atSeconds) || bank === undefined || bank.status === 'errored') continue
    const amountCents = lines.reduce((sum, { net }) => sum + net, 0)
    if (amountCents > 0) payOut({ account, amountCents, carries: lines.map(({ id }) => id), atSeconds }, world)
  }
}

function linesToCarry(atSeconds: number, { store }: StripeWorld): Map<string, Stripe.BalanceTransaction[]> {
  const { owners, carriedBy, balanceTransactions } = store.tables
  const free = [...balanceTransactions.values()].filter(
    ({ id, created, available_on }) => owners.has(id) && !carriedBy.has(id) && created <= atSeconds && available_on <= atSeconds,
  )
  return Map.groupBy(free, ({ id }) => owners.get(id) ?? '')
}
