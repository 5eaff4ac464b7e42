// One charge over several lots: nothing is lost, nothing is made, free money earns nothing.
import { basisPointsUp, microcents } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markupOn } from './markup.ts'
import { type HoldLine, splitOverLines } from './split-over-lines.ts'

const amount = (value: bigint) => microcents(value)
const sumOf = <Row>(rows: Row[], pick: (row: Row) => bigint) => rows.reduce((total, row) => total + pick(row), 0n)

describe('splitOverLines', () => {
  it('M70: a grant of 300 and two top-ups of 400 pay a base of 700 at 50 %: 200 markup, only on the 400 paid', () => {
    const lines: HoldLine[] = [
      { lot: 'grant', kind: 'free', amount: amount(300n) },
      { lot: 'first', kind: 'paid', amount: amount(400n) },
      { lot: 'second', kind: 'paid', amount: amount(400n) },
    ]
    const split = splitOverLines(lines, amount(700n), amount(650n), 5_000)
    expect(split).toMatchObject({ base: 700n, markup: 200n, cost: 650n, margin: 50n, usageLoss: 0n })
    expect(split.lines).toEqual([
      { lot: 'grant', used: 300n, base: 300n, markup: 0n, cost: 300n, margin: 0n },
      { lot: 'first', used: 400n, base: 267n, markup: 133n, cost: 267n, margin: 0n },
      { lot: 'second', used: 200n, base: 133n, markup: 67n, cost: 83n, margin: 50n },
    ])
  })

  it('M10: what the lines cannot pay is capped; the provider’s bill beyond it is our loss, without markup', () => {
    const split = splitOverLines([{ lot: 'only', kind: 'paid', amount: amount(115n) }], amount(1_000n), amount(1_000n), 1_500)
    expect(split).toMatchObject({ base: 100n, markup: 15n, cost: 100n, margin: 0n, usageLoss: 900n })
  })

  it('M11: a call that cost nothing takes nothing', () => {
    const split = splitOverLines([{ lot: 'only', kind: 'paid', amount: amount(115n) }], amount(0n), amount(0n), 1_500)
    expect(split).toMatchObject({ base: 0n, markup: 0n, cost: 0n, margin: 0n, usageLoss: 0n })
    expect(split.lines).toEqual([{ lot: 'only', used: 0n, base: 0n, markup: 0n, cost: 0n, margin: 0n }])
  })

  it('M68: 200,000 random charges at every markup from 0 to 1000 %: each line and each sum is exact', { timeout: 120_000 }, () => {
    const digits = fc.integer({ min: 0, max: 12 })
    const lineAmount = digits.chain((size) => fc.bigInt({ min: 1n, max: 10n ** BigInt(size) }))
    const heldLines = fc
      .tuple(fc.array(lineAmount, { maxLength: 3 }), fc.array(lineAmount, { maxLength: 4 }))
      .map(([free, paid]): HoldLine[] => [
        ...free.map((value, n): HoldLine => ({ lot: `free ${n}`, kind: 'free', amount: amount(value) })),
        ...paid.map((value, n): HoldLine => ({ lot: `paid ${n}`, kind: 'paid', amount: amount(value) })),
      ])
    const permille = fc.bigInt({ min: 0n, max: 1_300n })
    let spanned = 0
    fc.assert(
      fc.property(heldLines, fc.integer({ min: 0, max: 100_000 }), permille, permille, (lines, markupBps, baseShare, costShare) => {
        const held = sumOf(lines, (line) => line.amount)
        const base = amount((held * baseShare) / 1_000n)
        const cost = amount((base * costShare) / 1_000n)
        const split = splitOverLines(lines, base, cost, markupBps)
        if (split.lines.filter((line) => line.used > 0n).length > 1) spanned += 1
        check(lines, split, { base, cost, markupBps })
      }),
      { numRuns: 200_000 },
    )
    expect(spanned).toBeGreaterThan(10_000)
  })
})

/** Plain comparisons: an `expect` for each of two million facts would take minutes. */
function check(
  lines: HoldLine[],
  split: ReturnType<typeof splitOverLines>,
  { base, cost, markupBps }: { base: bigint; cost: bigint; markupBps: number },
) {
  const broken: string[] = []
  const must = (holds: boolean, name: string) => {
    if (!holds) broken.push(name)
  }
  split.lines.forEach((line, at) => {
    const held = lines[at]
    must(line.used >= 0n && line.used <= (held?.amount ?? -1n), 'a line gives at most what it holds')
    must(line.used === line.base + line.markup && line.base === line.cost + line.margin, 'a line is the sum of its parts')
    must(line.base >= 0n && line.markup >= 0n && line.cost >= 0n && line.margin >= 0n, 'no part is negative')
    must(held?.kind === 'paid' || line.markup === 0n, 'free money carries no markup')
  })
  must(sumOf(split.lines, (line) => line.base) === split.base, 'Σ base')
  must(sumOf(split.lines, (line) => line.markup) === split.markup, 'Σ markup')
  must(sumOf(split.lines, (line) => line.cost) === split.cost, 'Σ cost')
  must(sumOf(split.lines, (line) => line.used) === split.base + split.markup, 'Σ charged = Σ base + Σ markup')
  must(split.cost + split.usageLoss === cost, 'the provider is paid in full')
  const free = sumOf(
    lines.filter((line) => line.kind === 'free'),
    (line) => line.amount,
  )
  const paidBase = amount(split.base > free ? split.base - free : 0n)
  must(split.markup === markupOn(paidBase, markupBps), 'the markup is that of the paid base, whatever the lots')
  const needed = base > free ? base - free + basisPointsUp(amount(base - free), markupBps) : 0n
  const paid = sumOf(lines, (line) => line.amount) - free
  must(needed > paid || split.base === base, 'what was reserved is charged in full')
  if (broken.length > 0) throw new Error(broken.join('; '))
}
