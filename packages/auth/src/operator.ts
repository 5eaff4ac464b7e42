// Operators: staff, in a table of their own that no web sign-up writes. An operator is made by `pnpm operator:add` only.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { OperatorRole } from './operator-permissions.ts'
import type { Person } from './principal.ts'

/** How long a fresh code counts as proof that the operator is at the keyboard. */
export const CONFIRMED_MINUTES = 10
export const CONFIRMED_MS = CONFIRMED_MINUTES * 60_000

/** A signed-in operator. `confirmedUntil`: how long the fresh code this session gave still counts; undefined where none does. */
export type Operator = {
  id: string
  email: string
  name: string
  role: OperatorRole
  confirmedUntil: Date | undefined
}

/** The operator with this mail address, unless there is none or they have left. */
export async function findOperator(
  database: Database,
  by: { email: string } | { id: string },
): Promise<Omit<Operator, 'confirmedUntil'> | undefined> {
  const row = await database.operator.findUnique({ where: by })
  if (!row || row.leftAt) return undefined
  const { id, email, name, role } = row
  return { id, email, name, role }
}

/** For the sign-in of the console: whom an address that proved itself signs in. Everybody else learns only that the code is wrong. */
export async function operatorAsPerson(database: Database, email: string): Promise<Person> {
  const operator = await findOperator(database, { email })
  if (!operator) throw new AppError('sign_in_code_wrong')
  return { userId: operator.id, email: operator.email, name: operator.name }
}
