// Balance transactions: the lines of a balance, one for everything that moved it, Stripe's fee taken off.
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Api, ApiCall } from '../api.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { log } from '../log.ts'
import { invalidParameter, noSuch } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'

const availableAfterSeconds = 2 * 24 * 60 * 60
const named = z.string()

export function addBalanceTransactionRoutes(api: Api): void {
  api.get('/v1/balance_transactions', list, { forAccounts: true })
  api.get(
    '/v1/balance_transactions/:id',
    ({ id, account, world: { store } }) => {
      const transaction = store.owned(account, store.tables.balanceTransactions, id)
      if (transaction === undefined) throw noSuch('balance transaction', id)
      return asOfNow(transaction, store.nowSeconds())
    },
    { forAccounts: true },
  )
}

function list({ parameters: { payout, ...parameters }, account, world: { store } }: ApiCall) {
  const owned = store.ownedBy(account, store.tables.balanceTransactions)
  const wanted = payout === undefined ? owned : carriedBy(named.parse(payout), owned, { account, store })
  const shown = wanted.map((transaction) => asOfNow(transaction, store.nowSeconds()))
  return listOf('/v1/balance_transactions', shown, parameters, {
    currency: ({ currency }) => currency,
    source: ({ source }) => source,
    type: ({ type }) => type,
  })
}

/** What an automatic payout carried to the bank. */
function carriedBy(
  payoutId: string,
  owned: Stripe.BalanceTransaction[],
  { account, store }: { account: string | null; store: StripeWorld['store'] },
): Stripe.BalanceTransaction[] {
  const payout = store.owned(account, store.tables.payouts, payoutId)
  if (payout === undefined) throw noSuch('payout', payoutId, 'payout')
  if (!payout.automatic) {
    throw invalidParameter('Balance transaction history can only be filtered on automatic transfers, not manual.', 'payout')
  }
  return owned.filter(({ id }) => store.tables.carriedBy.get(id) === payoutId)
}

function asOfNow(transaction: Stripe.BalanceTransaction, nowSeconds: number): Stripe.BalanceTransaction {
  return { ...transaction, status: transaction.available_on <= nowSeconds ? 'available' : 'pending' }
}

/** Stripe's card price in the US, in cents, rounded half up: 2.9 % + 30 ¢, and 1.5 % more for a card from abroad. Example: 1000 → 59. */
function cardFeeCents({ amount, payment_method_details: details }: Stripe.Charge): number {
  const isFromAbroad = (details?.card?.country ?? 'US') !== 'US'
  return Math.floor((amount * (isFromAbroad ? 44 : 29) + 500) / 1000) + 30
}

/** One line to be written. `account` null: the platform's balance. */
export type Line = {
  account: string | null
  type: Stripe.BalanceTransaction['type']
  reportingCategory: string
  amountCents: number
  source: string | null
  atSeconds: number
  feeCents?: number
  description?: string | null
  availableOnSeconds?: number
}

export function writeLine(line: Line, { store }: StripeWorld): Stripe.BalanceTransaction {
  const { account, amountCents, atSeconds, feeCents = 0, description = null } = line
  const fees = [{ amount: feeCents, application: null, currency: 'usd', description: 'Stripe processing fees', type: 'stripe_fee' }]
  const transaction = {
    id: newId('balanceTransaction'),
    object: 'balance_transaction',
    amount: amountCents,
    available_on: line.availableOnSeconds ?? atSeconds,
    balance_type: 'payments',
    created: atSeconds,
    currency: 'usd',
    description,
    exchange_rate: null,
    fee: feeCents,
    fee_details: feeCents === 0 ? [] : fees,
    net: amountCents - feeCents,
    reporting_category: line.reportingCategory,
    source: line.source,
    status: 'pending',
    type: line.type,
  } satisfies Stripe.BalanceTransaction
  store.tables.balanceTransactions.set(transaction.id, transaction)
  if (account !== null) store.tables.owners.set(transaction.id, account)
  store.changed()
  return transaction
}

/** A card payment becomes available two days later, unless the card was one that is available at once. */
export function writeChargeLine(charge: Stripe.Charge, world: StripeWorld, { isAvailableAtOnce = false } = {}): Stripe.BalanceTransaction {
  const atSeconds = world.store.nowSeconds()
  const feeCents = cardFeeCents(charge)
  const { id: chargeId, amount: amountCents, metadata } = charge
  log(world.store, { kind: 'charge', chargeId, amountCents, feeCents, metadata })
  return writeLine(
    {
      account: null,
      type: 'charge',
      reportingCategory: 'charge',
      amountCents,
      feeCents,
      source: chargeId,
      description: charge.description,
      atSeconds,
      availableOnSeconds: isAvailableAtOnce ? atSeconds : atSeconds + availableAfterSeconds,
    },
    world,
  )
}

/** What Stripe keeps of our balance for its own work. */
export function writeFee(feeCents: number, description: string, atSeconds: number, world: StripeWorld): Stripe.BalanceTransaction {
  const line = { account: null, type: 'stripe_fee', reportingCategory: 'fee', amountCents: -feeCents, source: null } as const
  const transaction = writeLine({ ...line, description, atSeconds }, world)
  log(world.store, { kind: 'fee', transactionId: transaction.id, amountCents: feeCents, description }, atSeconds)
  return transaction
}
