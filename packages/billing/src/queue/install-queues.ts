// Makes or upgrades the queue's own tables, as the database's owner: part of bringing a database up to date.
import { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, queueNames, queues } from './queues.ts'

/** Safe to run again, and while jobs are running. `url` is the owner's, since it makes tables. */
export async function installQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: QUEUE_SCHEMA, supervise: false, schedule: false, max: 1 })
  boss.on('error', () => {})
  await boss.start()
  try {
    for (const name of queueNames) {
      await boss.createQueue(name, queues[name])
      await boss.updateQueue(name, queues[name])
    }
    await boss.getDb().executeSql(grants)
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** The apps add jobs and work them; they do not make queues. */
const grants = `
  grant usage on schema ${QUEUE_SCHEMA} to farebox_app;
  grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to farebox_app;
  grant execute on all functions in schema ${QUEUE_SCHEMA} to farebox_app;
`
