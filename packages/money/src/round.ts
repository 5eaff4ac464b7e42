// The only divisions of money. The direction is in the name, and the parts always sum to the whole.
import { assert } from '@farebox/errors'
import { type Microcents, microcents } from './microcents.ts'

/** ceil(numerator / denominator) for a numerator of zero or more. */
export function divideUp(numerator: bigint, denominator: bigint): Microcents {
  assert(denominator > 0n && numerator >= 0n, 'divideUp takes a numerator of zero or more and a denominator above zero')
  return microcents((numerator + denominator - 1n) / denominator)
}

/** floor(numerator / denominator) for a numerator of zero or more. */
export function divideDown(numerator: bigint, denominator: bigint): Microcents {
  assert(denominator > 0n && numerator >= 0n, 'divideDown takes a numerator of zero or more and a denominator above zero')
  return microcents(numerator / denominator)
}

const BASIS_POINTS = 10_000n

/** The markup on a base that was paid: floored, so that it never exceeds the percentage shown. */
export function basisPointsDown(amount: Microcents, bps: number): Microcents {
  return divideDown(amount * BigInt(bps), BASIS_POINTS)
}

/** The most the markup can be: what a hold reserves. */
export function basisPointsUp(amount: Microcents, bps: number): Microcents {
  return divideUp(amount * BigInt(bps), BASIS_POINTS)
}
