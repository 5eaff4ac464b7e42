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

type Pace = {
  spent: Amount
  limit: Amount
  periodShare?: number
  /** What it means that nothing is left. Most limits are of calls. */
  whenReached?: string
}

const CALLS_REFUSED = 'Limit reached. Calls are refused until it is raised or renewed.'

export function paceSentence({ spent, limit, periodShare, whenReached = CALLS_REFUSED }: Pace): string {
  const percent = shareOf(spent, limit)
  if (percent >= 100) return whenReached
  const left = describeMoney(microcents(microcents(limit) - microcents(spent)), 'balance').shown
  const used = percent === 0 && microcents(spent) > 0n ? 'Less than 1 %' : `${percent} %`
  const start = `${used} used, ${left} left`
  if (periodShare === undefined) return `${start}.`
  const ahead = percent - periodShare * 100
  if (ahead > PACE_TOLERANCE_POINTS) return `${start}; faster than an even pace.`
  if (ahead < -PACE_TOLERANCE_POINTS) return `${start}; slower than an even pace.`
  return `${start}; on pace.`
}
