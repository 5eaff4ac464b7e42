// Operators for tests. The apps' role may not write their table, so they are made as the owner of the tables, as the script does.
import { CONFIRMED_MS, type Operator } from '@farebox/auth/operator'
import type { OperatorRole } from '@farebox/auth/operator-permissions'
import { type Database, newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { openClock } from '../development-clock/clock.ts'
import { createCallerFactory, type OperatorContext, operatorRouter } from '../operator-router.ts'

/** An operator of this role. Their session gave a fresh code just now; `{ ...operator, confirmedUntil: undefined }` is one that did not. */
export async function makeOperator(url: string, role: OperatorRole): Promise<Operator> {
  const id = newId()
  const operator = { id, email: `${id}@farebox.test`, name: `${role} ${id.slice(-4)}`, role }
  const owner = await connectAsOwner(url)
  try {
    const values = [operator.id, operator.email, operator.name, operator.role]
    await owner.query('insert into operator (id, email, name, role) values ($1, $2, $3, $4::operator_role)', values)
  } finally {
    await owner.end()
  }
  return { ...operator, confirmedUntil: new Date(Date.now() + CONFIRMED_MS) }
}

const createCaller = createCallerFactory(operatorRouter)

/** The console's procedures as this operator calls them. */
export function asOperator(database: Database, operator: Operator | undefined, changes: Partial<OperatorContext> = {}) {
  const addresses = {
    dashboard: 'http://dashboard.localhost:3000',
    wallet: 'http://wallet.localhost:3001',
    console: 'http://console.localhost:3002',
    gateway: 'http://api.localhost:3003',
  }
  const context = { requestId: 'req_test', ip: '127.0.0.1', now: new Date(), clock: openClock(database, 'test'), stripeApiBase: undefined }
  return createCaller({ database, operator, addresses, ...context, ...changes })
}
