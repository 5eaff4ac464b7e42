// Stripe's book of our balance, and how much of it can be sent.
import type Stripe from 'stripe'
import type { BalancePeriod, StripeBalance, StripeBalanceTransaction } from './money-out-gate.ts'

/** Of the platform, or of a connected account. Dollars only: Farebox has no other money. */
export async function readBalance(stripe: Stripe, stripeAccount?: string): Promise<StripeBalance> {
  const { available, pending } = await stripe.balance.retrieve({}, stripeAccount === undefined ? {} : { stripeAccount })
  return { availableCents: dollarsIn(available), pendingCents: dollarsIn(pending) }
}

function dollarsIn(parts: readonly { amount: number; currency: string }[]): number {
  return parts.filter(({ currency }) => currency === 'usd').reduce((sum, { amount }) => sum + amount, 0)
}

export async function* balanceTransactions(stripe: Stripe, { since, until }: BalancePeriod): AsyncIterable<StripeBalanceTransaction> {
  const created = { gte: seconds(since), ...(until && { lt: seconds(until) }) }
  for await (const line of stripe.balanceTransactions.list({ created, limit: 100 })) yield lineFacts(line)
}

function lineFacts(line: Stripe.BalanceTransaction): StripeBalanceTransaction {
  return {
    id: line.id,
    type: line.type,
    reportingCategory: line.reporting_category,
    amountCents: line.amount,
    feeCents: line.fee,
    netCents: line.net,
    currency: line.currency,
    sourceId: typeof line.source === 'string' ? line.source : (line.source?.id ?? null),
    createdAt: new Date(line.created * 1000),
    availableOn: new Date(line.available_on * 1000),
  }
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000)
