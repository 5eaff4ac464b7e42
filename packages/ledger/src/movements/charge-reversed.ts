// A developer gives a charge back: to the lots it came from, out of what was earned of it. Of a model's charge that is its markup at most.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { type Account, earningsAvailable, earningsPending, lot } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'

export type ChargeReversed = {
  transactionId: string
  chargeId: string
  mode: Mode
  walletId: string
  organizationId: string
  /** What goes back to each lot, and where the charge's settlement had put it. */
  parts: readonly { lotId: string; amountMicrocents: Microcents; from: Account; accrualDay?: string | undefined }[]
  /** Where the earned parts are now: still inside their delay, or beyond it. */
  earningsAre: 'pending' | 'available'
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | earnings, pending, of the charge's day; or available | the lot that paid them | what was earned of it |
 * | returned by services; margin | the lot that paid it | what went there |
 *
 * Example: a service for $0.10 is given back on the same day: pending earnings −$0.10, the user's top-up +$0.10.
 */
export function chargeReversed({ transactionId, chargeId, mode, walletId, organizationId, parts, earningsAre }: ChargeReversed): Movement {
  const transfers = parts.map(({ lotId, amountMicrocents, from, accrualDay }): Transfer => {
    const back = { credit: lot(lotId), amount: amountMicrocents }
    if (from.kind !== 'earnings_pending') return { debit: from, ...back }
    if (earningsAre === 'available') return { debit: earningsAvailable(organizationId), ...back }
    return { debit: earningsPending(organizationId), ...back, ...(accrualDay && { accrualDay }) }
  })
  return movement({
    kind: 'charge.reversed',
    mode,
    transactionId,
    operationKey: `reverse:${chargeId}`,
    reversesId: chargeId,
    walletId,
    walletIds: [walletId],
    transfers,
  })
}
