export { fromCents, toCents, wholeCents } from './cents.ts'
export { parseDollars, toDollars } from './dollars.ts'
export { formatBalance, formatCharge, formatExact } from './format.ts'
export {
  greatest,
  least,
  MICROCENTS_MAX,
  MICROCENTS_PER_CENT,
  MICROCENTS_PER_DOLLAR,
  type Microcents,
  microcents,
  sum,
  ZERO,
} from './microcents.ts'
export { basisPointsDown, basisPointsUp, divideDown, divideUp } from './round.ts'
