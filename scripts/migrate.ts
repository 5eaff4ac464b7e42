// `pnpm db:migrate`: brings the database in DATABASE_URL up to date, and lists in it what Farebox sells. Safe to run again.
import { migrateDatabase } from './database/migrate.ts'
import { generateClientIfStale } from './start/prepare-database.ts'

const url = process.env.DATABASE_URL
if (!url) throw new Error('Set DATABASE_URL to the database to migrate.')
await generateClientIfStale()
await migrateDatabase(url)
// Loaded only now: it needs the database client, which may just have been generated.
const { writeCatalogue } = await import('../prisma/seed.ts')
await writeCatalogue(url)
console.log('The database is up to date.')
