// Working the queues: one handler per queue, tried again when it throws, finished before the process ends.
import { runtimeUrl } from '@farebox/db'
import { type Job, type JobResult, PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA, type QueuedJobs, type QueueName, queueNames } from './queues.ts'

export type QueueHandlers = { [Name in QueueName]: (data: QueuedJobs[Name]) => Promise<void> }

export type QueueWork = {
  /** Takes no new jobs, and waits for those under way. */
  stop: () => Promise<void>
}

export type QueueWorkOptions = {
  pollingSeconds?: number
  /** A job that failed this time, or trouble of the queue itself. */
  onFailure: (failure: { queue?: QueueName; cause: unknown }) => void
}

const STOP_PATIENCE_MS = 20_000

export async function workQueues(
  databaseUrl: string,
  handlers: QueueHandlers,
  { pollingSeconds = 0.5, onFailure }: QueueWorkOptions,
): Promise<QueueWork> {
  const boss = new PgBoss({ connectionString: runtimeUrl(databaseUrl), schema: QUEUE_SCHEMA, migrate: false, schedule: false, max: 4 })
  boss.on('error', (cause) => onFailure({ cause }))
  await boss.start()
  for (const name of queueNames) await work(boss, name, handlers, { pollingSeconds, onFailure })
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_PATIENCE_MS }) }
}

/** Jobs are taken ten at a time; one that fails does not take its neighbours along. */
const batch = { batchSize: 10, burstWhenBatchFull: true, perJobResults: true } as const

async function work<Name extends QueueName>(
  boss: PgBoss,
  name: Name,
  handlers: QueueHandlers,
  { pollingSeconds, onFailure }: Required<QueueWorkOptions>,
): Promise<void> {
  await boss.work(name, { ...batch, pollingIntervalSeconds: pollingSeconds }, async (jobs: Job<QueuedJobs[Name]>[]) => {
    const results: JobResult[] = []
    for (const { id, data } of jobs) results.push(await attempt(id, data))
    return results
  })

  async function attempt(id: string, data: QueuedJobs[Name]): Promise<JobResult> {
    try {
      await handlers[name](data)
      return { id, status: 'completed' }
    } catch (cause) {
      onFailure({ queue: name, cause })
      return { id, status: 'failed', output: { message: cause instanceof Error ? cause.message : String(cause) } }
    }
  }
}
