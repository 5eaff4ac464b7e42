// Cents exist only at Stripe. Going there loses nothing, or is refused.
import { assert } from '@farebox/errors'
import { MICROCENTS_PER_CENT, type Microcents, microcents } from './microcents.ts'
import { divideDown } from './round.ts'

export function fromCents(cents: number): Microcents {
  assert(Number.isSafeInteger(cents), 'cents are whole numbers')
  return microcents(BigInt(cents) * MICROCENTS_PER_CENT)
}

/** Exact, or a broken invariant: an amount with a fraction of a cent must not reach Stripe. */
export function toCents(amount: Microcents): number {
  assert(amount % MICROCENTS_PER_CENT === 0n, 'the amount is a whole number of cents')
  return Number(amount / MICROCENTS_PER_CENT)
}

/** The whole cents in an amount; what is left over stays where it was. */
export function wholeCents(amount: Microcents): number {
  return Number(divideDown(amount, MICROCENTS_PER_CENT))
}
