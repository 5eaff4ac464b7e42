// How much of a package's fee goes back with some of its price. Credit and price are different dollars: a refund is of the price.
import { fromCents, type Microcents, microcents } from '@farebox/money'

export type SoldTerms = {
  priceCents: number
  creditMicrocents: Microcents
  /** What went back of the price and of the fee before, by refunds and lost disputes. */
  takenCents: number
  takenFee: Microcents
}

/** Its part of the price, rounded down; what takes the last of the price takes the last of the fee, so that nothing is left or missing. */
export function feeShare({ priceCents, creditMicrocents, takenCents, takenFee }: SoldTerms, amountCents: number): Microcents {
  const fee = fromCents(priceCents) - creditMicrocents
  const left = fee - takenFee
  if (left <= 0n) return microcents(0n)
  if (amountCents === priceCents - takenCents) return microcents(left)
  const share = (BigInt(amountCents) * fee) / BigInt(priceCents)
  return microcents(share < left ? share : left)
}
