// The audit log as operators read it: who did or read what, newest first.
import type { Database } from '@farebox/db'

export type DeedPage = {
  /** An operator's or user's id. */
  actorId?: string | undefined
  /** The beginning of an action: `payout` finds `payout.approve`. */
  action?: string | undefined
  /** The id of what was changed or read. */
  subject?: string | undefined
  /** The id of the last row of the page before. */
  after?: string | undefined
  limit: number
}

export async function listDeeds(database: Database, { actorId, action, subject, after, limit }: DeedPage) {
  const entries = await database.auditEntry.findMany({
    where: {
      ...(actorId && { actorId }),
      ...(action && { action: { startsWith: action } }),
      ...(subject && { subject }),
      ...(after && { id: { lt: after } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const names = await namesOf(
    database,
    entries.flatMap(({ actorId: id }) => id ?? []),
  )
  const rows = entries.slice(0, limit).map(({ actorKind, actorId: id, ...entry }) => ({
    ...entry,
    actor: { kind: actorKind, id, name: (id && names.get(id)) ?? null },
  }))
  return { rows, nextCursor: entries.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** Operators by name. Users stay ids: the log is read by everybody, and their names are personal. */
async function namesOf(database: Database, ids: string[]): Promise<Map<string, string>> {
  const operators = await database.operator.findMany({ where: { id: { in: [...new Set(ids)] } } })
  return new Map(operators.map(({ id, name }) => [id, name]))
}
