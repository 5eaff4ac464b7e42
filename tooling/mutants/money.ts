// Mutants of money: a unit, a rounding or a spelling that is off by a little.
import type { Mutant } from './mutant.ts'

const test = (name: string) => `packages/money/src/${name}.test.ts`

export const moneyMutants: Mutant[] = [
  {
    promise: 'S1',
    breaks: 'a dollar is ten million microcents',
    file: 'packages/money/src/microcents.ts',
    find: 'MICROCENTS_PER_DOLLAR = 100_000_000n',
    replace: 'MICROCENTS_PER_DOLLAR = 10_000_000n',
    test: test('dollars'),
  },
  {
    promise: 'S2',
    breaks: 'a basis point is a thousandth',
    file: 'packages/money/src/round.ts',
    find: 'BASIS_POINTS = 10_000n',
    replace: 'BASIS_POINTS = 1_000n',
    test: test('round'),
  },
  {
    promise: 'M72',
    breaks: 'a payout is rounded up to the next cent',
    file: 'packages/money/src/cents.ts',
    find: 'return Number(divideDown(amount, MICROCENTS_PER_CENT))',
    replace: 'return Number(divideDown(amount + MICROCENTS_PER_CENT - 1n, MICROCENTS_PER_CENT))',
    test: test('cents'),
  },
]
