// Moments in `<input type="datetime-local">`, which knows no zone: it is the operator's own.

const AHEAD_MS = 5 * 60_000

/** Five minutes from now, to the minute: early enough to be announced, late enough to be reconsidered. */
export const soon = (): Date => new Date(Math.ceil((Date.now() + AHEAD_MS) / 60_000) * 60_000)

export function toLocalInput(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
