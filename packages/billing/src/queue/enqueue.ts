// Adding a job inside the transaction of its cause: both commit, or neither.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { type Db, fromPrisma, PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, type QueuedJobs, type QueueName } from './queues.ts'

/** One sender per database client of this process. It has no connection of its own, and now and then reads which queues exist. */
const senders = new WeakMap<Database, Promise<PgBoss>>()

export type Enqueue = <Name extends QueueName>(transaction: DatabaseTransaction, name: Name, data: QueuedJobs[Name]) => Promise<void>

/** Prepares adding jobs. Call it before the transaction begins, and the function it answers inside. */
export async function enqueuer(database: Database): Promise<Enqueue> {
  const sender = await senderOf(database)
  return async (transaction, name, data) => {
    await sender.send(name, data, { db: fromPrisma(transaction) })
  }
}

/** For programs that end by themselves, such as a seed: without it the sender's timer keeps them running. */
export async function stopEnqueuing(database: Database): Promise<void> {
  const sender = await senders.get(database)
  senders.delete(database)
  await sender?.stop({ graceful: false })
}

function senderOf(database: Database): Promise<PgBoss> {
  const known = senders.get(database)
  if (known) return known
  const made = startSender(database)
  senders.set(database, made)
  made.catch(() => senders.delete(database))
  return made
}

async function startSender(database: Database): Promise<PgBoss> {
  const boss = new PgBoss({ db: readableByPrisma(database), schema: QUEUE_SCHEMA, migrate: false, supervise: false, schedule: false })
  boss.on('error', () => {})
  return boss.start()
}

/** Prisma cannot read PostgreSQL's `regclass`, in which pg-boss asks whether it is installed; as text it can. */
function readableByPrisma(database: Database): Db {
  const { executeSql } = fromPrisma(database)
  return { executeSql: (text, values) => executeSql(text.replaceAll(/to_regclass\('[^']*'\)/g, '$&::text'), values) }
}
