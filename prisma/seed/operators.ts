// The demo world's operators: one of each role, and two who may decide about payouts, since nobody approves what they proposed.
// The role that apps run as cannot make operators, so this is written by the owner of the tables, as `pnpm operator:add` does.
import pg from 'pg'
import { newId, type OperatorRole } from '../../packages/db/src/index.ts'

const OPERATORS = [
  { email: 'ada@farebox.test', name: 'Ada', role: 'finance' },
  { email: 'grace@farebox.test', name: 'Grace', role: 'admin' },
  { email: 'linus@farebox.test', name: 'Linus', role: 'engineer' },
  { email: 'susan@farebox.test', name: 'Susan', role: 'support' },
] satisfies { email: string; name: string; role: OperatorRole }[]

export async function addOperators(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (const { email, name, role } of OPERATORS) {
      await client.query(
        'insert into operator (id, email, name, role) values ($1, $2, $3, $4::operator_role) on conflict (email) do nothing',
        [newId(), email, name, role],
      )
    }
  } finally {
    await client.end()
  }
}
