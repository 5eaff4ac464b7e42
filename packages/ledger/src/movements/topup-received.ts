// A card payment entered a wallet: the user's, or an organization's.
import type { Mode } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { lot, packageFee, topupClearing } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type TopupReceived = {
  transactionId: string
  mode: Mode
  walletId: string
  lotId: string
  /** Stripe's payment: the key, so that it is credited once whoever reports it. */
  paymentIntent: string
  paidCents: number
  creditMicrocents: Microcents
  /** Set for an unclaimed wallet: what was bought through an app is spendable in that app only, until it is claimed. */
  appId?: string | undefined
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | top-up clearing | the new lot | what the package credits |
 * | top-up clearing | package fee | the rest of the price |
 *
 * Example: *basic*, $10.00 paid: lot +$8.50, fee +$1.50, clearing +$10.00 until Stripe's balance transaction is booked.
 */
export function topupReceived({ paidCents, creditMicrocents, walletId, lotId, paymentIntent, appId, ...rest }: TopupReceived): Movement {
  return movement({
    ...rest,
    kind: 'topup.received',
    operationKey: `topup:${paymentIntent}`,
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'topup', originalMicrocents: creditMicrocents, chargedCents: paidCents, paymentIntent, appId }],
    transfers: [
      { debit: topupClearing, credit: lot(lotId), amount: creditMicrocents },
      { debit: topupClearing, credit: packageFee, amount: microcents(fromCents(paidCents) - creditMicrocents) },
    ],
  })
}
