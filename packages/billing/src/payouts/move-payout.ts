// A payout's next state, with the line of its timeline that says why. The database refuses a state that may not follow.
import { newId, type PayoutModel, type PayoutStatus, type Prisma } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { tellOfPayout } from '../webhooks/tell-of-payout.ts'
import type { MoneyOut } from './money-out.ts'

export type PayoutActor = { kind: 'clock' | 'stripe' | 'developer' } | { kind: 'operator'; id: string }

export type PayoutMove = {
  to: PayoutStatus
  actor: PayoutActor
  /** What happened, in a sentence. */
  says: string
  details?: Prisma.InputJsonObject
  changes?: Prisma.PayoutUncheckedUpdateManyInput
  now: Date
}

/** The developer is mailed of these. */
const told: ReadonlySet<PayoutStatus> = new Set(['paid', 'held', 'rejected', 'failed', 'returned'])

/** Call it alone with the organization's money out. Throws where somebody else moved the payout first. */
export async function movePayout(
  { transaction, enqueue }: MoneyOut,
  payout: Pick<PayoutModel, 'id' | 'status'>,
  { to, actor, says, details = {}, changes = {}, now }: PayoutMove,
): Promise<void> {
  const isNewState = to !== payout.status
  const { count } = await transaction.payout.updateMany({
    where: { id: payout.id, status: payout.status },
    data: { ...changes, status: to, ...(isNewState && { statusSince: now }) },
  })
  if (count !== 1) throw new AppError('plan_changed', { internal: `payout ${payout.id} is not ${payout.status} any more` })
  const stepId = newId(now.getTime())
  const n = await transaction.payoutStep.count({ where: { payoutId: payout.id } })
  await transaction.payoutStep.create({
    data: {
      ...{ id: stepId, payoutId: payout.id, n, fromStatus: payout.status, toStatus: to, says, details, at: now },
      ...{ actorKind: actor.kind, actorId: actor.kind === 'operator' ? actor.id : null },
    },
  })
  if (isNewState) await tellOfPayout(transaction, payout.id, now)
  if (isNewState && told.has(to)) await enqueue(transaction, 'send-payout-mail', { stepId })
}
