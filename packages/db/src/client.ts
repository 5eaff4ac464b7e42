// The one way to the tables: a Prisma client that runs as the apps' role, which can read the books but not write them.
import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from '../generated/client.ts'
import { runtimeUrl } from './runtime-url.ts'

export type Database = PrismaClient
/** What a use case holds while it writes: everything commits together, or nothing does. */
export type DatabaseTransaction = Prisma.TransactionClient

export type ConnectOptions = {
  /** Connections this process may open. */
  connectionsMax?: number
  /** Shifts the clock of the ledger's SQL functions, as an interval such as `-30 days`. For seeds and tests only. */
  clockOffset?: string
}

export function connectDatabase(url: string, { connectionsMax = 10, clockOffset }: ConnectOptions = {}): Database {
  const adapter = new PrismaPg({
    connectionString: runtimeUrl(url, clockOffset),
    max: connectionsMax,
    idle_in_transaction_session_timeout: 10_000,
    statement_timeout: 30_000,
  })
  return new PrismaClient({ adapter })
}
