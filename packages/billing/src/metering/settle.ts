// Charges an operation what it did cost, by a price frozen in its hold.
import type { HoldResult, Holds } from '@farebox/ledger/holds'
import { type Microcents, microcents, ZERO } from '@farebox/money'
import { priceOf } from '@farebox/pricing'
import type { Ending } from './ending.ts'
import type { Reserved } from './reserved.ts'

export type Charge = {
  reserved: Reserved
  ending: Ending
  /** Zero where the hold was released. */
  baseMicrocents: Microcents
  markupMicrocents: Microcents
  totalMicrocents: Microcents
  costMicrocents: Microcents
  spendableMicrocents: Microcents
}

export async function settle(holds: Holds, reserved: Reserved, ending: Ending): Promise<Charge> {
  const priceVersion = ending.answeredBy ?? reserved.priceVersion
  const { baseMicrocents, costMicrocents: costOfAnswer } = priceOf(ending.usage, priceVersion)
  const costMicrocents = microcents(costOfAnswer + (ending.lostMicrocents ?? ZERO))
  const result = await holds.settle({
    holdId: reserved.holdId,
    walletId: reserved.payer.walletId,
    resolution: ending.resolution,
    baseMicrocents: ending.resolution === 'released' ? ZERO : baseMicrocents,
    costMicrocents,
    usage: ending.usage,
    priceVersionId: priceVersion.id,
    ...(ending.answeredBy && { model: priceVersion.model, providerId: priceVersion.providerId }),
    outcome: ending.outcome,
    ...(ending.stopped && { stopped: ending.stopped }),
    ...(ending.answer && { answer: ending.answer }),
  })
  return { reserved, ending, ...chargedBy(result) }
}

function chargedBy(result: HoldResult) {
  const charged = result.state === 'settled' || result.state === 'expired'
  const baseMicrocents = charged ? result.baseMicrocents : ZERO
  const markupMicrocents = charged ? result.markupMicrocents : ZERO
  return {
    baseMicrocents,
    markupMicrocents,
    totalMicrocents: microcents(baseMicrocents + markupMicrocents),
    costMicrocents: charged ? result.costMicrocents : ZERO,
    spendableMicrocents: result.spendableMicrocents,
  }
}
