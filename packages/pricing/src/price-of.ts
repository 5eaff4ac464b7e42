// What a call did cost: all numerators summed, divided once, rounded up.
import { divideUp, type Microcents } from '@farebox/money'
import { lineFor, PRICED_UNITS, type PriceVersion } from './price-version.ts'
import { inputUnitsOf, type Usage, usageOf } from './usage.ts'

export type PricedUsage = {
  /** What is charged before markup. */
  baseMicrocents: Microcents
  /** What the provider bills; at most the base. */
  costMicrocents: Microcents
}

/** Throws when the usage has a meter without a price, rather than giving it away. */
export function priceOf(usage: Usage, version: PriceVersion, serviceTier?: string): PricedUsage {
  const counted = usageOf(usage)
  const inputUnits = inputUnitsOf(counted)
  let price = 0n
  let cost = 0n
  for (const [meter, units] of Object.entries(counted)) {
    const line = lineFor(version, meter, inputUnits, serviceTier)
    price += BigInt(units) * line.priceMicrocentsPerMillion
    cost += BigInt(units) * line.costMicrocentsPerMillion
  }
  return { baseMicrocents: divideUp(price, PRICED_UNITS), costMicrocents: divideUp(cost, PRICED_UNITS) }
}
