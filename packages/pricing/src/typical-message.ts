// "A typical message costs about $0.002": one number people can compare, always computed from the price in force.
import type { Microcents } from '@farebox/money'
import { splitCharge } from './markup.ts'
import { priceOf } from './price-of.ts'
import type { PriceVersion } from './price-version.ts'
import { usageOf } from './usage.ts'

/** A short question with some history, and an answer of about 75 words. */
export const TYPICAL_MESSAGE = usageOf({ input: 300, output: 100 })

/** Base and markup, all paid with the user's own money. */
export function typicalMessageCost(version: PriceVersion, markupBps: number): Microcents {
  return splitCharge(priceOf(TYPICAL_MESSAGE, version), markupBps).total
}
