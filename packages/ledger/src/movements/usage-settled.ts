// A call is paid: money leaves the lots its hold reserved, and reaches the provider, us and the developer.
// The hold functions write this movement themselves, in the call's second round trip (sql/resolve-hold.sql).
// What stands here is the same arithmetic for readers and for the test that compares the two on many random calls.
import type { LotKind, Mode } from '@farebox/db'
import { basisPointsDown, greatest, least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import { earningsPending, lot, margin, providerPayable, usageLoss } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'

export type UsageSettled = {
  holdId: string
  mode: Mode
  walletId: string
  organizationId: string
  providerId: string
  /** What the hold reserved of each lot, in spending order. */
  lines: readonly { lotId: string; kind: LotKind; amountMicrocents: Microcents }[]
  /** The price of what was used; never more than the hold's base. */
  baseMicrocents: Microcents
  markupBps: number
  /** What the provider bills us. Beyond the base it is our loss, without markup. */
  providerCostMicrocents: Microcents
  accrualDay: string
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | each lot | provider payable | its share of the provider's cost |
 * | each lot | margin | the rest of its base |
 * | each paid lot | earnings, pending | its markup |
 * | usage loss | provider payable | what the provider bills beyond the base |
 *
 * Example: base $0.0100 of which the provider bills $0.0092, markup 15 %, one paid lot:
 * lot −$0.0115 = provider $0.0092 + margin $0.0008 + pending earnings $0.0015.
 */
export function usageSettled(facts: UsageSettled): Movement {
  const cost = least(facts.providerCostMicrocents, facts.baseMicrocents)
  const transfers: Transfer[] = shareOut(facts, cost).flatMap(({ lotId, costShare, marginShare, markupShare }) => [
    { debit: lot(lotId), credit: providerPayable(facts.providerId), amount: costShare },
    { debit: lot(lotId), credit: margin(facts.providerId), amount: marginShare },
    { debit: lot(lotId), credit: earningsPending(facts.organizationId), amount: markupShare, accrualDay: facts.accrualDay },
  ])
  const loss = microcents(facts.providerCostMicrocents - cost)
  return movement({
    kind: 'usage.settled',
    mode: facts.mode,
    transactionId: facts.holdId,
    operationKey: `settle:${facts.holdId}`,
    walletId: facts.walletId,
    walletIds: [facts.walletId],
    transfers: [...transfers, { debit: usageLoss, credit: providerPayable(facts.providerId), amount: loss }],
  })
}

/** Free lots pay base only. Paid lots pay base and markup; their markups telescope, so that they sum to the whole. */
function shareOut({ lines, baseMicrocents, markupBps }: UsageSettled, cost: Microcents) {
  const freeHeld = sum(lines.filter((line) => line.kind !== 'topup').map((line) => line.amountMicrocents))
  let freeLeft = least(baseMicrocents, freeHeld)
  const paidBase = microcents(baseMicrocents - freeLeft)
  const markup = basisPointsDown(paidBase, markupBps)
  const paidTotal = microcents(paidBase + markup)
  let paidSeen = ZERO
  let costLeft = cost
  return lines.map(({ lotId, kind, amountMicrocents }) => {
    const isPaid = kind === 'topup'
    const used = least(amountMicrocents, isPaid ? microcents(paidTotal - paidSeen) : freeLeft)
    const markupShare = isPaid && paidTotal > 0n ? microcents(markupUpTo(paidSeen + used) - markupUpTo(paidSeen)) : ZERO
    if (isPaid) paidSeen = microcents(paidSeen + used)
    else freeLeft = microcents(freeLeft - used)
    const base = microcents(used - markupShare)
    const costShare = least(base, costLeft)
    costLeft = greatest(ZERO, microcents(costLeft - costShare))
    return { lotId, costShare, marginShare: microcents(base - costShare), markupShare }
  })

  function markupUpTo(paid: bigint): bigint {
    return (paid * markup) / paidTotal
  }
}
