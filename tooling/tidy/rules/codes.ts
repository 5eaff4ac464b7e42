// The table of errors lists what callers can meet, no more.
import type { Rule } from '../rule.ts'

const table = 'packages/errors/src/codes.ts'

export const codes: Rule = {
  name: 'codes',
  promise: 'every error code in the table is used somewhere',
  check: ({ files }) => {
    const listed = files.find(({ path }) => path === table)
    if (!listed) return [{ path: table, problem: 'is missing' }]
    const elsewhere = files.filter(({ path, isTest }) => path !== table && !isTest).map(({ text }) => text)
    return [...listed.text.matchAll(/^ {2}'?([a-z_]+)'?: [{(]?/gm)]
      .map((entry) => entry[1] ?? '')
      .filter((code) => !elsewhere.some((text) => text.includes(`'${code}'`)))
      .map((code) => ({ path: table, problem: `${code} is used nowhere` }))
  },
}
