// The table of errors lists what callers can meet, no more.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Rule } from '../rule.ts'

const table = 'packages/errors/src/codes.ts'

export const codes: Rule = {
  name: 'codes',
  promise: 'every error code in the table is used somewhere',
  check: ({ root, files }) => {
    const listed = files.find(({ path }) => path === table)
    if (!listed) return [{ path: table, problem: 'is missing' }]
    const elsewhere = [...files.filter((file) => file.path !== table && !file.isTest).map(({ text }) => text), ...sqlFunctions(root)]
    return [...listed.text.matchAll(/^ {2}'?([a-z_]+)'?: [{(]?/gm)]
      .map((entry) => entry[1] ?? '')
      .filter((code) => !elsewhere.some((text) => text.includes(`'${code}'`)))
      .map((code) => ({ path: table, problem: `${code} is used nowhere` }))
  },
}

/** The ledger's functions answer with codes too. */
function sqlFunctions(root: string): string[] {
  const folder = path.join(root, 'packages/ledger/sql')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : []
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8'))
}
