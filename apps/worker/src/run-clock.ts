// Runs each job again and again: one loop per job, never two runs of one job at once, each pause after the run.
// When time was moved (development), what became due is done at once: every job, one after the other, in the order of the list.
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '@farebox/billing/clock'
import type { ClockJob, JobDesk } from '@farebox/billing/jobs'

export type JobReport = { job: string; at: Date; tookMs: number; did: number | undefined; failure: unknown }

export type RunningClock = {
  /** The last run of each job. */
  last: ReadonlyMap<string, JobReport>
  /** Begins no new run, and waits for those under way. */
  stop: () => Promise<void>
}

export type ClockWork = { desk: JobDesk; time: Clock }

const LOOK_MS = 500

export function runClock(jobs: readonly ClockJob[], { desk, time }: ClockWork, report: (report: JobReport) => void): RunningClock {
  const stopping = new AbortController()
  const last = new Map<string, JobReport>()
  /** The run of each job that is under way, or the last one. */
  const runs = new Map<string, Promise<void>>()
  const loops = jobs.map((job) => loop(job))
  if (time.isMovable) loops.push(watchTime())
  return {
    last,
    stop: async () => {
      stopping.abort()
      await Promise.all(loops)
    },
  }

  async function loop(job: ClockJob): Promise<void> {
    while (!stopping.signal.aborted) {
      await runNext(job)
      await pause(job.everyMs)
    }
  }

  function runNext(job: ClockJob): Promise<void> {
    const next = (runs.get(job.name) ?? Promise.resolve()).then(async () => {
      if (stopping.signal.aborted) return
      const done = await runOnce(job, { desk, time })
      last.set(job.name, done)
      report(done)
    })
    runs.set(job.name, next)
    return next
  }

  async function watchTime(): Promise<void> {
    let known = await offsetOr(0)
    while (!stopping.signal.aborted) {
      await pause(LOOK_MS)
      const offset = await offsetOr(known)
      if (offset !== known) for (const job of jobs) await runNext(job)
      known = offset
    }
  }

  /** A database that is away has not moved time. */
  function offsetOr(known: number): Promise<number> {
    return time.offsetSeconds().catch(() => known)
  }

  async function pause(forMs: number): Promise<void> {
    await wait(forMs, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
}

async function runOnce({ name, run }: ClockJob, { desk, time }: ClockWork): Promise<JobReport> {
  const beganAt = Date.now()
  const outcome = await time
    .now()
    .then((now) => run(desk, now))
    .then(
      (did) => ({ did, failure: undefined }),
      (failure: unknown) => ({ did: undefined, failure }),
    )
  return { job: name, at: new Date(beganAt), tookMs: Date.now() - beganAt, ...outcome }
}
