// How much of a package's fee goes back with some of its price. Credit and price are different dollars: a refund is of the price.
import { fromCents, least, type Microcents, microcents } from '@farebox/money'

export type SoldTerms = {
  priceCents: number
  creditMicrocents: Microcents
  /** What went back of the price and of the fee before, by refunds and lost disputes. */
  takenCents: number
  takenFee: Microcents
}

/**
 * Its part of the price, rounded down; what takes the last of the price takes the last of the fee, so that nothing is left or missing.
 * Never more than is refunded: where buyers' refunds kept the fee, more of the fee may be left than of the price.
 */
export function feeShare({ priceCents, creditMicrocents, takenCents, takenFee }: SoldTerms, amountCents: number): Microcents {
  const fee = fromCents(priceCents) - creditMicrocents
  const left = fee - takenFee
  if (left <= 0n) return microcents(0n)
  if (amountCents === priceCents - takenCents) return least(microcents(left), fromCents(amountCents))
  const share = (BigInt(amountCents) * fee) / BigInt(priceCents)
  return microcents(share < left ? share : left)
}
