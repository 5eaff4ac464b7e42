// Writing breaks down: one open row per kind and subject, seen again each time, gone when it is not found any more.
import { type Database, type DatabaseTransaction, newId } from '@farebox/db'
import { derivedKinds, type FoundBreak, type OpenBreak } from './found-break.ts'

/** Answers the row, and whether it is new. Where an operator resolved this very break they know of it: it stays resolved. */
export async function recordBreak(
  database: Database | DatabaseTransaction,
  { now, ...found }: FoundBreak & { now: Date },
): Promise<{ row: OpenBreak; isNew: boolean }> {
  const { kind, subject, severity, explanation } = found
  const amountMicrocents = found.amountMicrocents ?? null
  const accepted = await database.reconciliationBreak.findFirst({ where: { kind, subject, resolution: 'operator', amountMicrocents } })
  if (accepted) return { row: accepted, isNew: false }
  const id = newId(now.getTime())
  // The unique index of open breaks makes two finders at once one row.
  await database.$executeRaw`
    insert into reconciliation_break (id, kind, subject, severity, amount_microcents, explanation, first_seen_at, last_seen_at)
    values (${id}::uuid, ${kind}, ${subject}, ${severity}::break_severity, ${amountMicrocents}::bigint, ${explanation}, ${now}, ${now})
    on conflict (kind, subject) where resolved_at is null do update
      set severity = excluded.severity, amount_microcents = excluded.amount_microcents, explanation = excluded.explanation,
          last_seen_at = greatest(reconciliation_break.last_seen_at, excluded.last_seen_at)`
  const row = await database.reconciliationBreak.findFirstOrThrow({ where: { kind, subject, resolvedAt: null } })
  return { row, isNew: row.id === id }
}

/** Whoever recorded a break of a kind of its own says when it is gone. */
export async function resolveBreak(
  database: Database | DatabaseTransaction,
  { kind, subject, now }: { kind: string; subject: string; now: Date },
): Promise<void> {
  await database.reconciliationBreak.updateMany({
    where: { kind, subject, resolvedAt: null },
    data: { resolvedAt: now, resolution: 'gone' },
  })
}

/** Writes what one reconciliation found, and closes what it did not find again. Answers the breaks that are new. */
export async function settleBreaks(transaction: DatabaseTransaction, found: readonly FoundBreak[], now: Date): Promise<OpenBreak[]> {
  const [fresh, seen]: [OpenBreak[], string[]] = [[], []]
  for (const each of found) {
    const recorded = await recordBreak(transaction, { ...each, now })
    seen.push(recorded.row.id)
    if (recorded.isNew) fresh.push(recorded.row)
  }
  const notSeen = { kind: { in: [...derivedKinds] }, id: { notIn: seen } }
  await transaction.reconciliationBreak.updateMany({
    where: { resolvedAt: null, ...notSeen },
    data: { resolvedAt: now, resolution: 'gone' },
  })
  // What an operator let stand and is gone was let stand that once: the same again is a new break.
  await transaction.reconciliationBreak.updateMany({ where: { resolution: 'operator', ...notSeen }, data: { resolution: 'gone' } })
  return fresh
}
