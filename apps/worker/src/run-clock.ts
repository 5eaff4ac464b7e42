// Runs each job again and again: one loop per job, never two runs of one job at once, each pause after the run.
import { setTimeout as wait } from 'node:timers/promises'
import type { ClockJob, JobDesk } from '@farebox/billing/jobs'

export type JobReport = { job: string; at: Date; tookMs: number; did: number | undefined; failure: unknown }

export type RunningClock = {
  /** The last run of each job. */
  last: ReadonlyMap<string, JobReport>
  /** Begins no new run, and waits for those under way. */
  stop: () => Promise<void>
}

export function runClock(jobs: readonly ClockJob[], desk: JobDesk, report: (report: JobReport) => void): RunningClock {
  const stopping = new AbortController()
  const last = new Map<string, JobReport>()
  const loops = jobs.map((job) => loop(job))
  return {
    last,
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }

  async function loop(job: ClockJob): Promise<void> {
    while (!stopping.signal.aborted) {
      const done = await runOnce(job, desk)
      last.set(job.name, done)
      report(done)
      await wait(job.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
}

async function runOnce({ name, run }: ClockJob, desk: JobDesk): Promise<JobReport> {
  const at = new Date()
  const outcome = await run(desk, at).then(
    (did) => ({ did, failure: undefined }),
    (failure: unknown) => ({ did: undefined, failure }),
  )
  return { job: name, at, tookMs: Date.now() - at.getTime(), ...outcome }
}
