// `pnpm operator:add MAIL [NAME]`: the only way an operator is made. Two are needed, since nobody approves what they proposed.
import { connectDatabase, newId } from '@farebox/db'
import { readRunning } from './start/running-file.ts'

const [, , email, name = email?.split('@')[0]] = process.argv
if (!email?.includes('@') || !name) {
  console.error('Name the operator by mail address: pnpm operator:add ada@example.com [name]')
  process.exit(2)
}
const database = connectDatabase(process.env.DATABASE_URL ?? readRunning().databaseUrl)
try {
  const { count } = await database.operator.createMany({
    data: [{ id: newId(), email: email.toLowerCase(), name, role: 'operator' }],
    skipDuplicates: true,
  })
  console.log(count === 1 ? `${email} is an operator.` : `${email} is an operator already.`)
} finally {
  await database.$disconnect()
}
