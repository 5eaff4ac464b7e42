// The one database client of this process. A hot reload in development keeps it.
import 'server-only'
import { connectDatabase, type Database } from '@farebox/billing/trpc'
import { env } from '../env'

const kept: typeof globalThis & { fareboxDatabase?: Database } = globalThis

export function database(): Database {
  kept.fareboxDatabase ??= connectDatabase(env().DATABASE_URL)
  return kept.fareboxDatabase
}
