// A developer paid into an app's grant pool by card.
import type { Mode } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { grantPool, packageFee, topupClearing } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type GrantPoolFunded = {
  transactionId: string
  mode: Mode
  appId: string
  paymentIntent: string
  paidCents: number
  creditMicrocents: Microcents
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | top-up clearing | grant pool | what was bought |
 * | top-up clearing | package fee | the rest of the price |
 *
 * Example: a pool of $20.00 for $21.00: pool +$20.00, fee +$1.00, clearing +$21.00 until Stripe's balance transaction is booked.
 */
export function grantPoolFunded({ transactionId, mode, appId, paymentIntent, paidCents, creditMicrocents }: GrantPoolFunded): Movement {
  return movement({
    kind: 'grant_pool.funded',
    mode,
    transactionId,
    operationKey: `topup:${paymentIntent}`,
    transfers: [
      { debit: topupClearing, credit: grantPool(appId), amount: creditMicrocents },
      { debit: topupClearing, credit: packageFee, amount: microcents(fromCents(paidCents) - creditMicrocents) },
    ],
  })
}
