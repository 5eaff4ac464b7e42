// Money held for one operation, with the price it will be charged at.
import type { Microcents } from '@farebox/money'
import type { Payer } from '../proxy/payers.ts'
import type { StoredPriceVersion } from '../proxy/prices-in-force.ts'

export type Reserved = {
  holdId: string
  payer: Payer
  priceVersion: StoredPriceVersion
  unitsWanted: number
  unitsGranted: number
  holdMicrocents: Microcents
  /** What this app could spend before. */
  spendableMicrocents: Microcents
}
