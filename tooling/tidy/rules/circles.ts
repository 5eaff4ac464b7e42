// No file reaches itself through its imports. Types do not count: they are gone when the program runs.
import type { House } from '../house.ts'
import type { Finding, Rule } from '../rule.ts'

export const circles: Rule = {
  name: 'circles',
  promise: 'no file imports itself, however long the way round',
  check: (house) => {
    const next = importGraph(house)
    const done = new Set<string>()
    return house.files.flatMap(({ path }) => circlesFrom(path, next, done))
  },
}

function importGraph({ files }: House): Map<string, string[]> {
  return new Map(files.map((file) => [file.path, file.imports.flatMap(({ target, typeOnly }) => (target && !typeOnly ? [target] : []))]))
}

function circlesFrom(start: string, next: Map<string, string[]>, done: Set<string>): Finding[] {
  const way: string[] = []
  const findings: Finding[] = []
  const walk = (path: string): void => {
    if (way.includes(path)) {
      findings.push({ path, problem: `imports itself: ${[...way.slice(way.indexOf(path)), path].join(' → ')}` })
      return
    }
    if (done.has(path)) return
    way.push(path)
    for (const target of next.get(path) ?? []) walk(target)
    way.pop()
    done.add(path)
  }
  walk(start)
  return findings
}
