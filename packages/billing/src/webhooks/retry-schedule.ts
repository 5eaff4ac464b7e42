// When a delivery is tried again: after 5 seconds, then four times as long each time, at most 12 hours, for 3 days.

const FIRST_PAUSE_MS = 5_000
const GROWTH = 4
const PAUSE_MAX_MS = 12 * 3_600_000
const DAY_MS = 86_400_000

export const DELIVERY_PATIENCE_MS = 3 * DAY_MS
/** An endpoint to which nothing arrived for so long is told nothing any more. */
export const ENDPOINT_PATIENCE_MS = 5 * DAY_MS

/** Undefined: it was tried for long enough. `attempts` counts those that failed. */
export function nextAttemptAt({ attempts, createdAt, now }: { attempts: number; createdAt: Date; now: Date }): Date | undefined {
  const pauseMs = Math.min(FIRST_PAUSE_MS * GROWTH ** (attempts - 1), PAUSE_MAX_MS)
  const at = now.getTime() + pauseMs
  return at <= createdAt.getTime() + DELIVERY_PATIENCE_MS ? new Date(at) : undefined
}
