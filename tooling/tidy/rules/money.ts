// Money is never a floating-point number, and is divided in one place.
import type { SourceFile } from '../house.ts'
import type { Finding, Rule } from '../rule.ts'

// `money` itself is where numbers and bigints meet, with their bounds checked.
const nearMoney = /^(packages\/(ledger|pricing|billing|ui)|apps)\//
const moneyWords = /microcents|cents\b|amount|balance|earnings/i

export const money: Rule = {
  name: 'money',
  promise: 'money stays an integer, and is divided only where rounding is decided',
  check: ({ files }) =>
    files
      .filter(({ path, isTest }) => nearMoney.test(path) && !isTest)
      .flatMap((file) => [...floatingCalls(file), ...strayDivisions(file)]),
}

const floatingCalls = ({ path, calls }: SourceFile): Finding[] =>
  calls.flatMap(({ callee, argument, line }) => {
    if (/\.toFixed$/.test(callee)) return [{ path, line, problem: 'toFixed rounds a float: format with @farebox/money' }]
    if (/(^|\.)parseFloat$/.test(callee)) return [{ path, line, problem: 'parseFloat makes a float: parse with @farebox/money' }]
    if (callee === 'Number' && moneyWords.test(argument))
      return [{ path, line, problem: 'Number() of money loses digits: keep the bigint' }]
    return []
  })

const strayDivisions = ({ path, divisions }: SourceFile): Finding[] =>
  divisions
    .filter(({ text }) => /Microcents\b|\b\d[\d_]*n\b/.test(text))
    .map(({ line }) => ({ path, line, problem: 'money is divided in packages/money/src/round.ts only' }))
