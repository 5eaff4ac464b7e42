// One charge over several lots: the model that the ledger's SQL function is tested against. Nothing is left over, nothing is made.
import { assert } from '@farebox/errors'
import { divideDown, least, type Microcents, microcents, ZERO } from '@farebox/money'
import { markupOn } from './markup.ts'

/** What a hold took from one lot, in spending order: free lines (grants, promotions) before paid ones. */
export type HoldLine = { lot: string; kind: 'free' | 'paid'; amount: Microcents }

export type ChargeLine = {
  lot: string
  /** `used = base + markup`, and `base = cost + margin`. */
  used: Microcents
  base: Microcents
  markup: Microcents
  cost: Microcents
  margin: Microcents
}

export type SplitCharge = {
  lines: ChargeLine[]
  base: Microcents
  markup: Microcents
  cost: Microcents
  margin: Microcents
  /** What the provider bills beyond the hold: ours, never the payer's. */
  usageLoss: Microcents
}

const BASIS_POINTS = 10_000n

/** Free lines carry base only. What the lines cannot pay is capped, and carries no markup. */
export function splitOverLines(lines: readonly HoldLine[], base: Microcents, cost: Microcents, markupBps: number): SplitCharge {
  assert(base >= 0n && cost >= 0n, 'base and cost are zero or more')
  assert(
    lines.every((line, at) => line.amount > 0n && (line.kind === 'paid' || lines[at - 1]?.kind !== 'paid')),
    'lines hold money, free ones first',
  )
  const free = total(lines, 'free')
  const paid = total(lines, 'paid')
  const affordable = microcents(free + divideDown(paid * BASIS_POINTS, BASIS_POINTS + BigInt(markupBps)))
  const charged = least(base, affordable)
  const freeBase = least(charged, free)
  const markup = markupOn(microcents(charged - freeBase), markupBps)
  const paidTotal = microcents(charged - freeBase + markup)

  const split = fill(lines, freeBase, paidTotal, markup, least(cost, charged))
  const costCharged = least(cost, charged)
  return {
    lines: split,
    base: charged,
    markup,
    cost: costCharged,
    margin: microcents(charged - costCharged),
    usageLoss: microcents(cost - costCharged),
  }
}

/** The markup of a paid line is the difference of two floors of the running total, so that the last line makes it exact. */
function fill(lines: readonly HoldLine[], freeBase: Microcents, paidTotal: Microcents, markup: Microcents, cost: Microcents): ChargeLine[] {
  const left = { free: freeBase, paid: paidTotal, cost }
  let paidSoFar = ZERO
  const markupUpTo = (paid: Microcents) => (paidTotal === 0n ? ZERO : divideDown(paid * markup, paidTotal))
  return lines.map((line) => {
    const used = least(line.amount, left[line.kind])
    left[line.kind] = microcents(left[line.kind] - used)
    const before = paidSoFar
    if (line.kind === 'paid') paidSoFar = microcents(paidSoFar + used)
    const lineMarkup = microcents(markupUpTo(paidSoFar) - markupUpTo(before))
    const base = microcents(used - lineMarkup)
    const lineCost = least(base, left.cost)
    left.cost = microcents(left.cost - lineCost)
    return { lot: line.lot, used, base, markup: lineMarkup, cost: lineCost, margin: microcents(base - lineCost) }
  })
}

function total(lines: readonly HoldLine[], kind: HoldLine['kind']): Microcents {
  return microcents(lines.reduce((sum, line) => (line.kind === kind ? sum + line.amount : sum), 0n))
}
