// The unit of all money: 1 US dollar = 100,000,000 microcents, always a bigint, never a float.
import { AppError } from '@farebox/errors'

declare const unit: unique symbol
export type Microcents = bigint & { readonly [unit]: 'microcents' }

export const MICROCENTS_PER_DOLLAR = 100_000_000n
export const MICROCENTS_PER_CENT = 1_000_000n
/** PostgreSQL's BIGINT, about 92 billion dollars: what one amount may be at most. */
export const MICROCENTS_MAX = 9_223_372_036_854_775_807n

export const ZERO = 0n as Microcents

/** Marks an integer as microcents. Throws when it cannot be stored. */
export function microcents(amount: bigint | string): Microcents {
  const value = BigInt(amount)
  if (value > MICROCENTS_MAX || value < -MICROCENTS_MAX) {
    throw new AppError('invalid_request', { message: 'The amount is out of range.' })
  }
  return value as Microcents
}

export function sum(amounts: Iterable<Microcents>): Microcents {
  let total = 0n
  for (const amount of amounts) total += amount
  return microcents(total)
}

export function least(first: Microcents, ...others: Microcents[]): Microcents {
  return others.reduce((smallest, other) => (other < smallest ? other : smallest), first)
}

export function greatest(first: Microcents, ...others: Microcents[]): Microcents {
  return others.reduce((largest, other) => (other > largest ? other : largest), first)
}
