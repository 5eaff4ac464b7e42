// The second click: what the dry run showed is done, once, or refused because something has changed since.
import type { Database, PayoutModel, PayoutStatus, Prisma } from '@farebox/db'
import { publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'
import type { Decision } from './decision.ts'
import { endPayout } from './end-payout.ts'
import { aloneWith, type MoneyOut } from './money-out.ts'
import { movePayout } from './move-payout.ts'
import { type DecisionPlan, planDecision } from './plan-decision.ts'

export type PayoutDecision = {
  payoutId: string
  decision: Decision
  /** Of the plan that was shown. */
  hash: string
  operator: { id: string }
  now: Date
}

/** Throws `plan_changed`, `decision_not_possible` or `same_operator`: then nothing was done. */
export async function decidePayout(database: Database, deciding: PayoutDecision): Promise<{ status: PayoutStatus }> {
  const { payoutId, decision, hash, operator, now } = deciding
  const found = await database.payout.findUnique({ where: { id: payoutId } })
  if (!found) throw new AppError('not_found')
  return aloneWith(database, found.organizationId, async (moneyOut) => {
    const plan = await planDecision(moneyOut.transaction, { payoutId, decision, operatorId: operator.id, now })
    if (plan.hash !== hash) throw new AppError('plan_changed')
    const payout = await moneyOut.transaction.payout.findUniqueOrThrow({ where: { id: payoutId } })
    await carryOut(moneyOut, payout, { ...deciding, plan })
    await recordDeed(moneyOut.transaction, {
      ...{ operator, action: `payout.${decision.kind}`, subject: publicId('payout', payoutId), now, reason: decision.note },
      details: { effect: plan.effect, before: plan.statusBefore, after: plan.statusAfter, amountCents: payout.amountCents, plan: hash },
    })
    return { status: plan.statusAfter }
  })
}

async function carryOut(
  moneyOut: MoneyOut,
  payout: PayoutModel,
  { decision, operator, now, plan }: PayoutDecision & { plan: DecisionPlan },
): Promise<void> {
  const actor = { kind: 'operator', id: operator.id } as const
  const details: Prisma.InputJsonObject = { effect: plan.effect, ...(decision.note && { note: decision.note }) }
  if (decision.kind === 'reject') {
    const says = `Rejected: ${decision.reason}.`
    await endPayout(moneyOut, payout, { to: 'rejected', actor, says, failure: decision.message, details, now })
    return
  }
  const { says, changes } = changesOf(plan, { decision, operatorId: operator.id, now })
  await movePayout(moneyOut, payout, { to: plan.statusAfter, actor, says, changes, details, now })
}

function changesOf(
  { effect }: DecisionPlan,
  { decision, operatorId, now }: { decision: Decision; operatorId: string; now: Date },
): { says: string; changes: Prisma.PayoutUncheckedUpdateManyInput } {
  if (decision.kind === 'hold') {
    const changes = { needsReview: true, holdReason: decision.reason, holdMessage: decision.message, reviewAt: decision.reviewAt }
    return { says: `On hold: ${decision.reason}.`, changes }
  }
  if (effect === 'proposes') return { says: 'Proposed to another operator.', changes: { proposedBy: operatorId, proposedAt: now } }
  if (effect === 'approves') return { says: 'Approved.', changes: { approvedBy: operatorId, approvedAt: now } }
  // Whoever agreed before did not know what the hold was about: everybody is asked again.
  const asked = { proposedBy: null, proposedAt: null, approvedBy: null, approvedAt: null }
  return { says: 'Released: back into review.', changes: { ...asked, holdReason: null, holdMessage: null, reviewAt: null } }
}
