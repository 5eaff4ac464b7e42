// `pnpm promises`: each promise of docs/promises.md with the tests that carry its number, and those that nobody tests yet.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryRoot } from './repository.ts'

type Promised = { id: string; first: boolean; text: string }

/** Of a table of cases (`it.each([…] as const)('G39: …')`) only the table's end stands before the title. */
const titled = /(?:\b(?:it|test|describe)(?:\.\w+)?(?:\([^'"`]*\))?\([^'"`)]*|\](?: as const)?\)\()(['"`])((?:[MSG]\d+(?:, )?)+):/g

const promises = readPromises(readFileSync(path.join(repositoryRoot, 'docs', 'promises.md'), 'utf8'))
const carriers = findCarriers(['packages', 'apps', 'e2e', 'scripts', 'tooling'].flatMap((folder) => testFiles(folder)))

for (const { id, first, text } of promises) {
  const places = [...(carriers.get(id) ?? [])]
  console.log(
    `${places.length > 0 ? '✓' : '·'} ${id.padEnd(4)} ${first ? '★' : ' '} ${text}${places.map((place) => `\n           ${place}`).join('')}`,
  )
}
const kept = promises.filter(({ id }) => carriers.has(id))
const firstOnes = promises.filter(({ first }) => first)
console.log(
  `\n${kept.length} of ${promises.length} promises have a test; of the ${firstOnes.length} ★, ${firstOnes.filter(({ id }) => carriers.has(id)).length}.`,
)
const unknown = [...carriers.keys()].filter((id) => !promises.some((promised) => promised.id === id))
if (unknown.length > 0) {
  console.error(`Tests name promises that docs/promises.md does not know: ${unknown.join(', ')}`)
  process.exitCode = 1
}

function readPromises(markdown: string): Promised[] {
  let letter = ''
  return markdown.split('\n').flatMap((line) => {
    letter = /^## ([A-Z])\./.exec(line)?.[1] ?? letter
    const [, number, star, text] = /^(\d+)\. (★ )?(.+)$/.exec(line) ?? []
    return letter && number && text ? [{ id: letter + number, first: star !== undefined, text }] : []
  })
}

function testFiles(folder: string): string[] {
  return readdirSync(path.join(repositoryRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : testFiles(inside)
    return /\.(test|spec)\.tsx?$/.test(entry.name) ? [inside] : []
  })
}

/** A test carries the numbers its title begins with: `it('M69, M70: …')`. */
function findCarriers(files: string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const file of files) {
    const text = readFileSync(path.join(repositoryRoot, file), 'utf8')
    for (const [, , title] of text.matchAll(titled)) {
      for (const id of title?.split(', ') ?? []) found.set(id, (found.get(id) ?? new Set()).add(file))
    }
  }
  return found
}
