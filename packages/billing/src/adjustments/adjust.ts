// Correcting money by two: one operator proposes, and sees exactly what would move; another approves, and exactly that moves.

import type { Operator } from '@farebox/auth/operator'
import { type AdjustmentModel, type Database, type DatabaseTransaction, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { post } from '@farebox/ledger'
import { recordDeed } from '../operators/record-deed.ts'
import { type AdjustmentPlan, describePlan, essenceOf } from './describe-plan.ts'
import { keptPlan } from './kept-plan.ts'
import { planAdjustment } from './plan-adjustment.ts'
import { type AdjustmentRequest, adjustmentRequest, keptRequest, subjectOf } from './request.ts'
import { warnOfRefunds } from './warn-of-refunds.ts'

type By = { operator: Pick<Operator, 'id'>; now: Date }

/** The dry run: what approving would move now. Writes nothing. */
export function previewAdjustment(database: Database, request: AdjustmentRequest, now: Date): Promise<AdjustmentPlan> {
  return database.$transaction(async (transaction) => (await planned(transaction, { adjustmentId: newId(), request, now })).plan)
}

export function proposeAdjustment(database: Database, request: AdjustmentRequest, { operator, now }: By): Promise<AdjustmentModel> {
  const id = newId(now.getTime())
  return database.$transaction(async (transaction) => {
    const { plan, essence } = await planned(transaction, { adjustmentId: id, request, now })
    const { kind, reason, ticket } = request
    const adjustment = await transaction.adjustment.create({
      data: {
        ...{ id, kind, reason, ticket, request: keptRequest(request), subject: subjectOf(request) },
        ...{ plan: { essence, ...asJson(plan) }, proposedBy: operator.id, proposedAt: now },
      },
    })
    await recordDeed(transaction, deed('adjustment.propose', adjustment, { operator, now }))
    return adjustment
  })
}

/** The wallet of a funding update has `oldAmount` and should have `newAmount`: the difference is proposed as a correction. */
export function recordFundingUpdate(
  database: Database,
  {
    wallet,
    oldAmount,
    newAmount,
    reason,
    ticket,
  }: { wallet: string; oldAmount: bigint; newAmount: bigint; reason: string; ticket: string },
  by: By,
): Promise<AdjustmentModel> {
  return proposeAdjustment(database, { kind: 'funding_update', walletId: wallet, oldAmount, newAmount, reason, ticket }, by)
}

/** Posts what was proposed, or nothing: what would move now must be what the proposer saw. */
export async function approveAdjustment(database: Database, id: string, { operator, now }: By): Promise<AdjustmentModel> {
  return database.$transaction(async (transaction) => {
    const adjustment = await lockProposed(transaction, id)
    if (adjustment.proposedBy === operator.id) throw new AppError('adjustment_own')
    const request = adjustmentRequest.parse(adjustment.request)
    const { movement, plan, essence, alongside } = await planned(transaction, { adjustmentId: id, request, now })
    if (essence !== essenceKept(adjustment) || warnsOfMore(plan, adjustment)) throw new AppError('adjustment_stale')
    const short = new AppError('adjustment_not_possible', { message: 'The money has been spent or reserved. Nothing was moved.' })
    const { transactionId } = await post(transaction, movement, short)
    await alongside?.(transaction)
    const approved = await transaction.adjustment.update({
      where: { id },
      data: { state: 'approved', decidedBy: operator.id, decidedAt: now, transactionId },
    })
    await recordDeed(transaction, deed('adjustment.approve', approved, { operator, now }))
    return approved
  })
}

/** Anybody may say no, the proposer too: nothing moves. */
export async function rejectAdjustment(
  database: Database,
  { id, reason }: { id: string; reason: string },
  { operator, now }: By,
): Promise<AdjustmentModel> {
  return database.$transaction(async (transaction) => {
    await lockProposed(transaction, id)
    const rejected = await transaction.adjustment.update({
      where: { id },
      data: { state: 'rejected', decidedBy: operator.id, decidedAt: now, decisionReason: reason },
    })
    await recordDeed(transaction, deed('adjustment.reject', rejected, { operator, now }))
    return rejected
  })
}

/** The row's lock makes two decisions at once one after the other: the second finds it decided. */
async function lockProposed(transaction: DatabaseTransaction, id: string): Promise<AdjustmentModel> {
  await transaction.$queryRaw`select id from adjustment where id = ${id}::uuid for update`
  const adjustment = await transaction.adjustment.findUnique({ where: { id } })
  if (!adjustment) throw new AppError('not_found', { message: 'There is no such adjustment.' })
  if (adjustment.state !== 'proposed') throw new AppError('adjustment_decided')
  return adjustment
}

type ToPlan = Parameters<typeof planAdjustment>[1]

async function planned(transaction: DatabaseTransaction, toPlan: ToPlan) {
  const { movement, sentence, alongside } = await planAdjustment(transaction, toPlan)
  const plan = await describePlan(transaction, { movement, sentence, warnings: await warnOfRefunds(transaction, toPlan) })
  const newLotIds = movement.newLots.map((lot) => lot.id)
  return { movement, plan, essence: essenceOf(plan, newLotIds), alongside }
}

const asJson = (plan: AdjustmentPlan) =>
  JSON.parse(JSON.stringify(plan, (_key, value) => (typeof value === 'bigint' ? String(value) : value)))

function essenceKept({ plan }: AdjustmentModel): unknown {
  return plan !== null && typeof plan === 'object' && !Array.isArray(plan) ? plan.essence : undefined
}

/** Nobody agrees to what they were not told. What need not be feared any more stops nobody. */
function warnsOfMore({ warnings }: AdjustmentPlan, adjustment: AdjustmentModel): boolean {
  const told = keptPlan(adjustment.plan).warnings
  return warnings.some((warning) => !told.includes(warning))
}

const deed = (
  action: `${string}.${string}`,
  { id, kind, subject, reason, ticket, transactionId }: AdjustmentModel,
  { operator, now }: By,
) => ({
  ...{ operator, action, now, reason, ticket },
  subject: `adjustment:${id}`,
  details: { kind, of: subject, transaction: transactionId && publicId('transaction', transactionId) },
})
