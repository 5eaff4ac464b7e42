// The wallet's procedures as a person calls them, for tests.
import type { Database } from '@farebox/db'
import { walletRouter } from '../routers.ts'
import { createCallerFactory } from '../trpc.ts'

const createCaller = createCallerFactory(walletRouter)

const addresses = {
  dashboard: 'http://dashboard.localhost:3000',
  wallet: 'http://wallet.localhost:3001',
  gateway: 'http://api.localhost:3003',
}

/** Null: nobody signed in. */
export async function asPerson(database: Database, userId: string | null) {
  const user = userId ? await database.user.findUniqueOrThrow({ where: { id: userId } }) : null
  const person = user ? { userId: user.id, email: user.email, name: null } : undefined
  return createCaller({ database, person, requestId: 'req_test', ip: '127.0.0.1', now: new Date(), addresses })
}
