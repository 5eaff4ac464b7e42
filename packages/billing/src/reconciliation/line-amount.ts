// An amount as Stripe's book writes it, in our unit.
import { MICROCENTS_PER_CENT, type Microcents, microcents } from '@farebox/money'

export const centsToMicrocents = (cents: bigint): Microcents => microcents(cents * MICROCENTS_PER_CENT)
