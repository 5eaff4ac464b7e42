// An operator knows of a break and says why it may stand. Found again with the same amount, it stays resolved; with another, it is new.
import type { Operator } from '@farebox/auth/operator'
import type { Database, ReconciliationBreakModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'

export async function resolveByOperator(
  database: Database,
  { id, reason }: { id: string; reason: string },
  { operator, now }: { operator: Pick<Operator, 'id'>; now: Date },
): Promise<ReconciliationBreakModel> {
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`select id from reconciliation_break where id = ${id}::uuid for update`
    const found = await transaction.reconciliationBreak.findUnique({ where: { id } })
    if (!found) throw new AppError('not_found', { message: 'There is no such break.' })
    if (found.resolvedAt) throw new AppError('break_resolved')
    if (found.kind === 'invariant') {
      throw new AppError('adjustment_not_possible', {
        message: 'The books must prove themselves: what breaks an invariant is put right, not waved through.',
      })
    }
    const resolved = await transaction.reconciliationBreak.update({
      where: { id },
      data: { resolvedAt: now, resolution: 'operator', resolvedBy: operator.id, reason },
    })
    const { kind, subject, severity, amountMicrocents } = found
    const details = { kind, of: subject, severity, amountMicrocents: amountMicrocents === null ? null : String(amountMicrocents) }
    await recordDeed(transaction, { operator, action: 'break.resolve', subject: `break:${id}`, details, reason, now })
    return resolved
  })
}
