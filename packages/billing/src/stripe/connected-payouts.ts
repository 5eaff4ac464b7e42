// From a developer's Stripe balance to their bank: what became of it, and which of our transfers it carried.
import type Stripe from 'stripe'
import { idOf } from './id-of.ts'
import type { ConnectedPayout } from './money-out-gate.ts'

/** A payout that a bank gave back is carried again by a later one, so the way is followed back this far. */
const RETURNS_MAX = 10
const LINES_MAX = 5_000

export async function connectedPayouts(stripe: Stripe, stripeAccount: string): Promise<ConnectedPayout[]> {
  const { data } = await stripe.payouts.list({ limit: 100 }, { stripeAccount })
  return data.map(payoutFacts)
}

export async function connectedPayout(
  stripe: Stripe,
  stripeAccount: string,
  payoutId: string,
): Promise<ConnectedPayout & { transferIds: string[] }> {
  const payout = await stripe.payouts.retrieve(payoutId, {}, { stripeAccount })
  const transferIds = payout.automatic ? await transfersIn(stripe, stripeAccount, payoutId) : []
  return { ...payoutFacts(payout), transferIds }
}

async function transfersIn(stripe: Stripe, stripeAccount: string, payoutId: string): Promise<string[]> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = [payoutId]
  for (let payout = waiting.pop(); payout !== undefined && seen.size < RETURNS_MAX; payout = waiting.pop()) {
    seen.add(payout)
    const lines = stripe.balanceTransactions.list({ payout, limit: 100, expand: ['data.source'] }, { stripeAccount })
    for (const { type, source } of await lines.autoPagingToArray({ limit: LINES_MAX })) {
      if (source === null || typeof source === 'string') continue
      const transferId = source.object === 'charge' ? idOf(source.source_transfer) : null
      if (transferId !== null) found.add(transferId)
      if (type === 'payout_failure' && source.object === 'payout' && source.automatic && !seen.has(source.id)) waiting.push(source.id)
    }
  }
  return [...found]
}

function payoutFacts(payout: Stripe.Payout): ConnectedPayout {
  return {
    payoutId: payout.id,
    status: statusOf(payout.status),
    amountCents: payout.amount,
    arrivesAt: new Date(payout.arrival_date * 1000),
    createdAt: new Date(payout.created * 1000),
    failure:
      payout.failure_code === null ? null : { code: payout.failure_code, message: payout.failure_message ?? 'The bank gave no reason.' },
  }
}

function statusOf(status: string): ConnectedPayout['status'] {
  const known: readonly ConnectedPayout['status'][] = ['pending', 'in_transit', 'paid', 'failed', 'canceled']
  return known.find((word) => word === status) ?? 'pending'
}
