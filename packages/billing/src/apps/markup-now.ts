// An app's markup as it is now, and as announced.

export type MarkupFacts = { markupBps: number; nextMarkupBps: number | null; nextMarkupAt: Date | null }

export type MarkupNow = {
  markupBps: number
  /** Null where nothing is announced, or what was announced has come. */
  announced: { markupBps: number; at: Date } | null
}

export function markupNow({ markupBps, nextMarkupBps, nextMarkupAt }: MarkupFacts, now: Date): MarkupNow {
  if (nextMarkupBps === null || nextMarkupAt === null) return { markupBps, announced: null }
  if (nextMarkupAt <= now) return { markupBps: nextMarkupBps, announced: null }
  return { markupBps, announced: { markupBps: nextMarkupBps, at: nextMarkupAt } }
}
