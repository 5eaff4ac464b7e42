// Moments in `<input type="datetime-local">`, which knows no zone: it is the operator's own.

const AHEAD_MS = 5 * 60_000

/** Five minutes from now by Farebox's time, to the minute: early enough to be announced, late enough to be reconsidered. */
export const soon = (timeAheadMs: number): Date => new Date(Math.ceil((Date.now() + timeAheadMs + AHEAD_MS) / 60_000) * 60_000)

/** To the minute, or to the second. */
export function toLocalInput(at: Date, precision: 'minute' | 'second' = 'minute'): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, precision === 'second' ? 19 : 16)
}
