// What the developer adds, and one charge explained in parts that always sum to the total.
import { assert } from '@farebox/errors'
import { basisPointsDown, basisPointsUp, type Microcents, microcents } from '@farebox/money'
import type { PricedUsage } from './price-of.ts'

/** 1,000 %: what the arithmetic is proven for. What an app may ask is a setting, and lower. */
export const MARKUP_BPS_MAX = 100_000

/** The markup on the part of the base that was paid with the payer's own money: floored. */
export function markupOn(paidBase: Microcents, markupBps: number): Microcents {
  return basisPointsDown(paidBase, checkedBps(markupBps))
}

/** The most that markup can be: what a hold reserves. */
export function markupMax(base: Microcents, markupBps: number): Microcents {
  return basisPointsUp(base, checkedBps(markupBps))
}

function checkedBps(markupBps: number): number {
  assert(Number.isSafeInteger(markupBps) && markupBps >= 0 && markupBps <= MARKUP_BPS_MAX, 'a markup is 0 to 100,000 basis points')
  return markupBps
}

export type ChargeParts = {
  base: Microcents
  markup: Microcents
  total: Microcents
  providerCost: Microcents
  margin: Microcents
}

/** `total = base + markup` and `base = providerCost + margin`. `freeBase` is the part that grants or promotions paid. */
export function splitCharge(priced: PricedUsage, markupBps: number, freeBase: bigint = 0n): ChargeParts {
  const { baseMicrocents: base, costMicrocents: providerCost } = priced
  assert(freeBase >= 0n && freeBase <= base && providerCost <= base, 'the parts of a base are not larger than it')
  const markup = markupOn(microcents(base - freeBase), markupBps)
  return { base, markup, total: microcents(base + markup), providerCost, margin: microcents(base - providerCost) }
}
