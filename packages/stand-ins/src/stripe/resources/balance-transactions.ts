// Balance transactions: what a charge did to the balance, Stripe's fee taken off.
import type { Stripe } from 'stripe'
import type { Api } from '../api.ts'
import { newId } from '../ids.ts'
import { listOf } from '../list.ts'
import { noSuch } from '../stripe-refusal.ts'

const availableAfterSeconds = 2 * 24 * 60 * 60

export function addBalanceTransactionRoutes(api: Api): void {
  api.get('/v1/balance_transactions', ({ parameters, world }) =>
    listOf('/v1/balance_transactions', world.store.tables.balanceTransactions.values(), parameters, {
      currency: ({ currency }) => currency,
      source: ({ source }) => source,
      type: ({ type }) => type,
    }),
  )
  api.get('/v1/balance_transactions/:id', ({ id, world }) => {
    const transaction = world.store.tables.balanceTransactions.get(id)
    if (transaction === undefined) throw noSuch('balance transaction', id)
    return transaction
  })
}

/** Stripe's card price in the US: 2.9 % + 30 ¢, in cents, rounded half up. Example: 1000 → 59. */
function cardFeeCents(amountCents: number): number {
  return Math.floor((amountCents * 29 + 500) / 1000) + 30
}

export function newBalanceTransaction(charge: Stripe.Charge, createdSeconds: number): Stripe.BalanceTransaction {
  const fee = cardFeeCents(charge.amount)
  return {
    id: newId('balanceTransaction'),
    object: 'balance_transaction',
    amount: charge.amount,
    available_on: createdSeconds + availableAfterSeconds,
    balance_type: 'payments',
    created: createdSeconds,
    currency: charge.currency,
    description: charge.description,
    exchange_rate: null,
    fee,
    fee_details: [{ amount: fee, application: null, currency: charge.currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: charge.amount - fee,
    reporting_category: 'charge',
    source: charge.id,
    status: 'pending',
    type: 'charge',
  } satisfies Stripe.BalanceTransaction
}
