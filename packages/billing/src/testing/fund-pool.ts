// Money in an app's grant pool, as a paid order brings it.
import { type Database, newId } from '@farebox/db'
import { grantPoolFunded, post } from '@farebox/ledger'
import type { Microcents } from '@farebox/money'

export async function fundPool(database: Database, { appId }: { appId: string }, creditMicrocents: Microcents): Promise<void> {
  const paymentIntent = `pi_${newId()}`
  const paidCents = Number(creditMicrocents / 1_000_000n) + 100
  await database.$transaction(async (transaction) => {
    await transaction.order.create({
      data: {
        ...{ id: newId(), mode: 'live', kind: 'grant_pool', status: 'paid', appId, description: 'Pool', paidAt: new Date() },
        ...{ priceCents: paidCents, creditMicrocents, paymentIntent, successUrl: 'http://x/', cancelUrl: 'http://x/' },
      },
    })
    const funded = { transactionId: newId(), mode: 'live', appId, paymentIntent, paidCents, creditMicrocents } as const
    await post(transaction, grantPoolFunded(funded))
  })
}
