// A payment is disputed, or looks stolen: what is left of it cannot be spent, and the markup it paid waits.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { disputeHold, earningsAvailable, earningsHeld, earningsPending, grantPool, lot } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'

/** Earnings of one organization: of a pending day (`YYYY-MM-DD`), or available ones. */
export type EarningsPart = { organizationId: string; accrualDay: string | null; amountMicrocents: Microcents }

export type DisputeFrozen = {
  transactionId: string
  mode: Mode
  disputeId: string
  step: number
  /** Lots of the payment: what is available in them. Each is stopped, so that what calls give back later is not spent. */
  lots: readonly { walletId: string; lotId: string; amountMicrocents: Microcents }[]
  /** Lots of the payment with nothing available, of which calls under way may give something back. */
  stopped: readonly { walletId: string; lotId: string }[]
  /** A payment for a grant pool: what is taken from the pool. */
  pool?: { appId: string; amountMicrocents: Microcents } | undefined
  earnings: readonly EarningsPart[]
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each lot of the payment; or the grant pool it paid for | dispute hold | what is left there |
 * | earnings, pending, of their day | earnings, held | the markup that this payment paid on that day |
 * | earnings, available | earnings, held | the markup that has matured |
 *
 * Example: of $8.50, $3.50 are left, and $0.65 of what was spent was markup: lot −$3.50, hold +$3.50; pending −$0.65, held +$0.65.
 */
export function disputeFrozen({ disputeId, step, lots, stopped, pool, earnings, ...rest }: DisputeFrozen): Movement {
  const hold = disputeHold(disputeId)
  const transfers: Transfer[] = [
    ...lots.map(({ lotId, amountMicrocents }) => ({ debit: lot(lotId), credit: hold, amount: amountMicrocents })),
    ...(pool ? [{ debit: grantPool(pool.appId), credit: hold, amount: pool.amountMicrocents }] : []),
    ...earnings.map(holding),
  ]
  const named = [...lots, ...stopped]
  return movement({
    ...rest,
    kind: 'dispute.frozen',
    operationKey: `dispute:${disputeId}:${step}`,
    walletIds: [...new Set(named.map(({ walletId }) => walletId))],
    expiredLotIds: named.map(({ lotId }) => lotId),
    transfers,
  })
}

function holding({ organizationId, accrualDay, amountMicrocents: amount }: EarningsPart): Transfer {
  const credit = earningsHeld(organizationId)
  if (accrualDay === null) return { debit: earningsAvailable(organizationId), credit, amount }
  return { debit: earningsPending(organizationId), credit, amount, accrualDay }
}
