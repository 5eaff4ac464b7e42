// Imports run one way, downward: who may import whom.
import type { Rule } from '../rule.ts'

const everythingBelow = ['web', 'billing', 'auth', 'ui', 'pricing', 'money', 'errors']

/** The table of ARCHITECTURE.md: what a package's code may import of ours. */
const mayImport: Record<string, string[]> = {
  errors: [],
  money: ['errors'],
  db: ['errors'],
  pricing: ['money', 'errors'],
  engines: ['errors'],
  auth: ['db', 'errors'],
  ledger: ['db', 'money', 'errors'],
  billing: ['ledger', 'pricing', 'engines', 'auth', 'db', 'money', 'errors'],
  ui: ['money', 'errors'],
  web: ['billing', 'auth', 'ui', 'money', 'errors'],
  sdk: [],
  'stand-ins': [],
}

/** What tests may import besides: the outside world, and a database of their own. */
const testsMayImport = ['stand-ins', 'engines', 'db', 'ledger', 'errors', 'money']

export const directions: Rule = {
  name: 'directions',
  promise: 'imports run downward, through the doors that a package opens',
  check: ({ files }) =>
    files
      .filter(({ room }) => /^(packages|apps)\//.test(room))
      .flatMap((file) => {
        const [kind, name = ''] = file.room.split('/')
        const allowed = [name, ...(kind === 'apps' ? everythingBelow : (mayImport[name] ?? [])), ...(file.isTest ? testsMayImport : [])]
        return file.imports.flatMap(({ from, line, target }) => {
          const ours = /^@farebox\/([\w-]+)/.exec(from)?.[1]
          if (ours && !allowed.includes(ours)) return [{ path: file.path, line, problem: `${name} may not import ${ours}` }]
          if (target && !target.startsWith(`${file.room}/`))
            return [{ path: file.path, line, problem: `${from} leaves the package; use what it exports` }]
          return []
        })
      }),
}
