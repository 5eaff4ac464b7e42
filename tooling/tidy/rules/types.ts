// The compiler is believed: nothing is waved past it.
import type { Rule } from '../rule.ts'

export const types: Rule = {
  name: 'types',
  promise: 'no `any`, and no cast by way of `unknown`',
  check: ({ files }) =>
    files.flatMap(({ path, anys, doubleCasts }) => [
      ...anys.map(({ line }) => ({ path, line, problem: 'any: say what it is, or unknown and look' })),
      ...doubleCasts.map(({ line }) => ({ path, line, problem: 'as unknown as: parse it, or change the type' })),
    ]),
}
