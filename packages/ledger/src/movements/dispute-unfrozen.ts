// What a dispute or a fraud warning froze is free again: the money in a new lot, the earnings where they were.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { disputeHold, earningsAvailable, earningsHeld, earningsPending, grantPool, lot } from '../account.ts'
import { type Movement, movement, type NewLot, type Transfer } from '../movement.ts'
import type { EarningsPart } from './dispute-frozen.ts'

export type DisputeUnfrozen = {
  transactionId: string
  mode: Mode
  disputeId: string
  step: number
  /** A new lot of the wallet that owns the money now; it names the lot that was bought. */
  lot?: { walletId: string; lotId: string; originLotId: string; appId?: string | undefined; amountMicrocents: Microcents } | undefined
  pool?: { appId: string; amountMicrocents: Microcents } | undefined
  /** Where they were: a pending day goes on waiting from where it was, and matures by itself where its delay is over. */
  earnings: readonly EarningsPart[]
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | dispute hold | a new lot; or the grant pool | what was frozen |
 * | earnings, held | earnings, pending, of their day | what was taken from there |
 * | earnings, held | earnings, available | what was taken from there |
 *
 * Example: the dispute is won: hold −$3.50, a lot of $3.50; held −$0.65, pending of its day +$0.65.
 */
export function disputeUnfrozen({ disputeId, step, lot: back, pool, earnings, ...rest }: DisputeUnfrozen): Movement {
  const hold = disputeHold(disputeId)
  const transfers: Transfer[] = [
    ...(back ? [{ debit: hold, credit: lot(back.lotId), amount: back.amountMicrocents }] : []),
    ...(pool ? [{ debit: hold, credit: grantPool(pool.appId), amount: pool.amountMicrocents }] : []),
    ...earnings.map(releasing),
  ]
  return movement({
    ...rest,
    kind: 'dispute.unfrozen',
    operationKey: `dispute:${disputeId}:${step}`,
    walletIds: back ? [back.walletId] : [],
    newLots: back ? [newLot(back)] : [],
    transfers,
  })
}

function newLot({ walletId, lotId, originLotId, appId, amountMicrocents }: NonNullable<DisputeUnfrozen['lot']>): NewLot {
  return { walletId, id: lotId, kind: 'topup', originalMicrocents: amountMicrocents, originLotId, appId }
}

function releasing({ organizationId, accrualDay, amountMicrocents: amount }: EarningsPart): Transfer {
  const debit = earningsHeld(organizationId)
  if (accrualDay === null) return { debit, credit: earningsAvailable(organizationId), amount }
  return { debit, credit: earningsPending(organizationId), amount, accrualDay }
}
