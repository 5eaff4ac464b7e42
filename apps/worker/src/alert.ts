// Tells people of a failure: always in the log, and at the alert address where one is set. An alert that fails is logged, no more.
import type { Logger } from 'pino'

export type Alert = (subject: string, cause: unknown) => void

const REPEAT_MS = 15 * 60_000
const WAIT_MS = 5_000

/** One subject alerts at most every quarter of an hour; the log has every time. */
export function openAlert(log: Logger, address: string | undefined): Alert {
  const told = new Map<string, number>()
  return (subject, cause) => {
    log.error({ err: cause, subject }, 'failed')
    if (!address || Date.now() - (told.get(subject) ?? 0) < REPEAT_MS) return
    told.set(subject, Date.now())
    const body = JSON.stringify({ subject: `Farebox worker: ${subject}`, failure: cause instanceof Error ? cause.message : String(cause) })
    fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(WAIT_MS) }).catch(
      (failure: unknown) => log.error({ err: failure }, 'the alert was not taken'),
    )
  }
}
