// Adjustments as the console shows them: what was asked, what it moves, who proposed and who decided.
import { type AdjustmentModel, type AdjustmentState, type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type OperatorName, operatorNames } from '../operators/operator-names.ts'
import type { AdjustmentPlan } from './describe-plan.ts'
import { keptPlan } from './kept-plan.ts'

export type AdjustmentRow = Pick<
  AdjustmentModel,
  'id' | 'kind' | 'state' | 'subject' | 'reason' | 'ticket' | 'proposedAt' | 'decidedAt' | 'decisionReason'
> & {
  proposedBy: OperatorName | null
  decidedBy: OperatorName | null
  /** The movement that was posted. */
  transactionId: string | null
  plan: AdjustmentPlan
}

export type AdjustmentQuery = { state: AdjustmentState | 'all'; after?: string | undefined; limit: number }

/** Newest first. */
export async function listAdjustments(database: Database, { state, after, limit }: AdjustmentQuery) {
  const adjustments = await database.adjustment.findMany({
    where: { ...(state !== 'all' && { state }), ...(after && { id: { lt: after } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const page = adjustments.slice(0, limit)
  return { rows: await withNames(database, page), nextCursor: adjustments.length > limit ? (page.at(-1)?.id ?? null) : null }
}

export async function findAdjustment(database: Database, id: string): Promise<AdjustmentRow> {
  const adjustment = await database.adjustment.findUnique({ where: { id } })
  const [row] = adjustment ? await withNames(database, [adjustment]) : []
  if (!row) throw new AppError('not_found', { message: 'There is no such adjustment.' })
  return row
}

async function withNames(database: Database, adjustments: readonly AdjustmentModel[]): Promise<AdjustmentRow[]> {
  const names = await operatorNames(
    database,
    adjustments.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]),
  )
  return adjustments.map(({ plan, request: _, transactionId, proposedBy, decidedBy, ...rest }) => ({
    ...rest,
    proposedBy: names.get(proposedBy) ?? null,
    decidedBy: (decidedBy && names.get(decidedBy)) || null,
    transactionId: transactionId && publicId('transaction', transactionId),
    plan: keptPlan(plan),
  }))
}
