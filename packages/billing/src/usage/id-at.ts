// Ids begin with the time they were made, so that a range of time is a range of ids: an index, and no extra column.

/** The least UUIDv7 that can have been made at this instant. */
export function idAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
