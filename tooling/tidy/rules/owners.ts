// Some things have one owner: a library, the environment, the rows of the books.
import type { SourceFile } from '../house.ts'
import type { Finding, Rule } from '../rule.ts'

type Ownership = { what: string; isUse: (from: string) => boolean; isOwner: (path: string) => boolean }

const libraries: Ownership[] = [
  { what: '@prisma/client', isUse: (from) => from.startsWith('@prisma/client'), isOwner: (path) => path.startsWith('packages/db/') },
  { what: 'pg', isUse: (from) => from === 'pg', isOwner: (path) => path.startsWith('packages/db/') },
  {
    what: 'stripe',
    isUse: (from) => from === 'stripe',
    isOwner: (path) => /^packages\/(billing\/src\/(stripe\/|stripe-webhook)|stand-ins\/)/.test(path),
  },
]

/** The doors where a process meets the machine, and the tools that run before there is a process. */
const readsEnvironment =
  /^(apps\/[\w-]+\/src\/env\.ts|packages\/stand-ins\/src\/env\.ts|scripts\/|tooling\/|e2e\/world\.ts|benchmarks\/|examples\/)/

const ledgerTables = 'lot|hold|idempotency|transaction|transfer|charge|account|accountFold|account_fold|operation|earningsDay|earnings_day'
const writesByPrisma = new RegExp(`\\.(${ledgerTables})\\.(create|createMany|update|updateMany|upsert|delete|deleteMany)\\b`)
const writesBySql = new RegExp(`\\b(insert into|update|delete from)\\s+"?(${ledgerTables})"?[\\s(]`, 'i')

export const owners: Rule = {
  name: 'owners',
  promise: 'libraries, the environment and the rows of the books are used by their owner only',
  check: ({ files }) =>
    files.filter(isHouseCode).flatMap((file) => [...strayImports(file), ...strayEnvironment(file), ...strayWrites(file)]),
}

const isHouseCode = ({ room, isTest }: SourceFile) => /^(packages|apps)\//.test(room) && !isTest

const strayImports = ({ path, imports }: SourceFile): Finding[] =>
  imports.flatMap(({ from, line }) =>
    libraries.flatMap(({ what, isUse, isOwner }) =>
      isUse(from) && !isOwner(path) ? [{ path, line, problem: `${what} belongs to another package` }] : [],
    ),
  )

const strayEnvironment = ({ path, environmentReads }: SourceFile): Finding[] =>
  readsEnvironment.test(path) ? [] : environmentReads.map(({ line }) => ({ path, line, problem: 'process.env is read in env.ts only' }))

const strayWrites = (file: SourceFile): Finding[] =>
  file.room === 'packages/ledger'
    ? []
    : [...linesWith(file, writesByPrisma), ...linesWith(file, writesBySql)].map((line) => ({
        path: file.path,
        line,
        problem: 'the books are written by the ledger only: use a movement',
      }))

export function linesWith({ text }: SourceFile, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (!/^\s*(\/\/|\*|\/\*)/.test(line) && pattern.test(line) ? [index + 1] : []))
}
