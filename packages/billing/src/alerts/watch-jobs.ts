// Queued jobs that were given up: nothing tries them again, so a person must.
import { type AlertDesk, raiseAlert } from './raise-alert.ts'

const WINDOW_MS = 3_600_000

type DeadJobs = { queue: string; jobs: bigint; failure: string | null }

/** Returns how many queues have jobs that died within the hour. */
export async function watchJobs(desk: AlertDesk, now: Date): Promise<number> {
  // The queue's own clock is the machine's: how far back is said as a span of time.
  const dead = await desk.database.$queryRaw<DeadJobs[]>`
    select name as queue, count(*) as jobs, (array_agg(output ->> 'message' order by completed_on desc))[1] as failure
      from pgboss.job where state = 'failed' and completed_on > now() - ${WINDOW_MS} * interval '1 millisecond' group by name`
  for (const { queue, jobs, failure } of dead) {
    const explanation = `${jobs} jobs of the queue ${queue} died within the last hour, after all their attempts. The last failure: ${failure ?? 'unknown'}.`
    await raiseAlert(desk, { kind: 'job_dead', subject: queue, explanation, now })
  }
  return dead.length
}
