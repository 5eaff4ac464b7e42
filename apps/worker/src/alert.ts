// Trouble of the worker itself: always in the log, and an alert to the operators where it lasts. Telling them never stops the work.
import { type AlertDesk, raiseAlert } from '@farebox/billing/jobs'
import type { Logger } from 'pino'

export type Trouble = {
  /** Trouble that passes by itself: a retry, a queue that was away. */
  happened: (subject: string, cause: unknown) => void
  jobFailed: (job: string, cause: unknown) => void
  jobDone: (job: string) => void
}

/** A job that fails once is tried again soon; one that fails so often in a row needs a person. */
const FAILURES_PATIENCE = 3

export function watchTrouble(log: Logger, desk: () => AlertDesk): Trouble {
  const failures = new Map<string, number>()
  const happened = (subject: string, cause: unknown) => log.error({ err: cause, subject }, 'failed')
  return {
    happened,
    jobDone: (job) => failures.delete(job),
    jobFailed(job, cause) {
      happened(job, cause)
      const times = (failures.get(job) ?? 0) + 1
      failures.set(job, times)
      if (times < FAILURES_PATIENCE) return
      const explanation = `The job “${job}” failed ${times} times in a row. The last failure: ${cause instanceof Error ? cause.message : String(cause)}`
      raiseAlert(desk(), { kind: 'job_failing', subject: job, explanation, now: new Date() }).catch((failure: unknown) =>
        log.error({ err: failure }, 'the alert was not taken'),
      )
    },
  }
}
