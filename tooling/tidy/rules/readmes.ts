// READMEs are contracts: each room says which words it uses, what it owns, what it does not, and what is always true.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Rule } from '../rule.ts'

const headings = ['vocabulary', 'owns', 'does not own', 'invariants']

export const readmes: Rule = {
  name: 'readmes',
  promise: `every package and app has a README with the headings ${headings.join(', ')}`,
  check: ({ root, rooms }) =>
    rooms
      .filter((room) => /^(packages|apps)\//.test(room))
      .flatMap((room) => {
        const file = `${room}/README.md`
        if (!existsSync(path.join(root, file))) return [{ path: file, problem: 'is missing' }]
        const found = [...readFileSync(path.join(root, file), 'utf8').matchAll(/^#+\s+(.+)$/gm)].map((heading) =>
          (heading[1] ?? '').toLowerCase(),
        )
        return headings
          .filter((wanted) => !found.some((heading) => heading.startsWith(wanted)))
          .map((wanted) => ({ path: file, problem: `has no heading "${wanted}"` }))
      }),
}
