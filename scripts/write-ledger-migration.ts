// The SQL functions live in packages/ledger/sql, one file each. This writes them, whole, into a migration:
//   node scripts/write-ledger-migration.ts 20261121120200_ledger_functions
// Before the first release the migration is written anew; afterwards each change of a function gets a new one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'packages/ledger/sql')
const [, , name] = process.argv
if (!name) throw new Error('Name the migration, such as 20261121120200_ledger_functions.')

const functions = readdirSync(folder)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => readFileSync(path.join(folder, file), 'utf8'))
const migration = path.join(root, 'prisma/migrations', name)
mkdirSync(migration, { recursive: true })
writeFileSync(path.join(migration, 'migration.sql'), functions.join('\n'))
