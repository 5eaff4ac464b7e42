// How far a limit is used up, as a whole percentage and as a sentence.
import { microcents } from '@farebox/money'
import { type Amount, describeMoney } from './describe-money.ts'

/** Whole per cent, floored: 100 only when all of it is gone. A limit of zero is used up. */
export function shareOf(part: Amount, whole: Amount): number {
  const partMicrocents = microcents(part)
  const wholeMicrocents = microcents(whole)
  if (wholeMicrocents <= 0n) return 100
  if (partMicrocents <= 0n) return 0
  return Number((partMicrocents * 100n) / wholeMicrocents)
}

/** Within so many points of an even pace is "on pace". */
const PACE_TOLERANCE_POINTS = 5

export function paceSentence({ spent, limit, periodShare }: { spent: Amount; limit: Amount; periodShare?: number }): string {
  const percent = shareOf(spent, limit)
  if (percent >= 100) return 'Limit reached. Calls are refused until it is raised or renewed.'
  const left = describeMoney(microcents(microcents(limit) - microcents(spent)), 'balance').shown
  const start = `${percent} % used, ${left} left`
  if (periodShare === undefined) return `${start}.`
  const ahead = percent - periodShare * 100
  if (ahead > PACE_TOLERANCE_POINTS) return `${start}; faster than an even pace.`
  if (ahead < -PACE_TOLERANCE_POINTS) return `${start}; slower than an even pace.`
  return `${start}; on pace.`
}
