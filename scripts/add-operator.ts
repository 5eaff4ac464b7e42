// `pnpm operator:add MAIL [NAME] --role finance|support|engineer|admin`: the only way an operator is made, or given another role.
// Two are needed, since nobody approves what they proposed. It works as the owner of the tables: the apps' own role cannot.
import { parseArgs } from 'node:util'
import { newId, OperatorRole } from '@farebox/db'
import pg from 'pg'
import { readRunning } from './start/running-file.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { role: { type: 'string', default: 'admin' }, leaves: { type: 'boolean', default: false } },
})
const [given, name = given?.split('@')[0]] = positionals
const operatorRoles = Object.values(OperatorRole)
const role = operatorRoles.find((known) => known === values.role)
if (!given?.includes('@') || !name || !role) {
  console.error(`Name the operator by mail address: pnpm operator:add ada@example.com [name] --role ${operatorRoles.join('|')}`)
  console.error('Without --role: admin. With --leaves: the operator can no longer sign in, and is signed out at once.')
  process.exit(2)
}
const email = given.toLowerCase()
const client = new pg.Client({ connectionString: process.env.DATABASE_URL ?? readRunning().databaseUrl })
await client.connect()
try {
  console.log(values.leaves ? await leave() : await add(role))
} finally {
  await client.end()
}

async function add(asked: OperatorRole): Promise<string> {
  const { rows } = await client.query(
    `insert into operator (id, email, name, role) values ($1, $2, $3, $4::operator_role)
     on conflict (email) do update set role = excluded.role, left_at = null
     returning id, (xmax = 0) as is_new`,
    [newId(), email, name, asked],
  )
  await record(rows[0].id, rows[0].is_new ? 'operator.added' : 'operator.role_given', { role: asked })
  return `${email} is an operator with the role ${asked}.`
}

async function leave(): Promise<string> {
  const { rows } = await client.query('update operator set left_at = now() where email = $1 and left_at is null returning id', [email])
  if (!rows[0]) return `${email} is not an operator.`
  await client.query(`delete from session where audience = 'console' and subject_id = $1`, [rows[0].id])
  await record(rows[0].id, 'operator.left', {})
  return `${email} is no operator any more.`
}

async function record(operatorId: string, action: string, details: object): Promise<void> {
  await client.query(`insert into audit_entry (id, actor_kind, action, subject, details) values ($1, 'owner', $2, $3, $4)`, [
    ...[newId(), action, operatorId, details],
  ])
}
