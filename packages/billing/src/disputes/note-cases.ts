// Every dispute and warning that Stripe knows of a payment has a row here, and the row says what Stripe says now.
import { type DatabaseTransaction, type DisputeModel, newId, type OrderModel } from '@farebox/db'
import type { PaymentFacts } from '../payments/money-in.ts'
import type { StripeDisputeLine } from '../stripe/payment-gate.ts'
import { type CaseFacts, factsOfDispute, factsOfWarning } from './dispute-phase.ts'

export type NotedCase = {
  dispute: DisputeModel
  lines: StripeDisputeLine[]
  /** What it was before: undefined where it is new. */
  phaseBefore: DisputeModel['phase'] | undefined
}

/** What is over first, so that what it frees is there for those that are not. */
export async function noteCases(transaction: DatabaseTransaction, { order, payment, now }: PaymentFacts): Promise<NotedCase[]> {
  const known = await transaction.dispute.findMany({ where: { paymentIntent: payment.paymentIntent } })
  const cases: NotedCase[] = []
  for (const warning of payment.fraudWarnings) {
    const before = known.find(({ stripeId }) => stripeId === warning.warningId)
    const facts = factsOfWarning(warning, { payment, releasedBy: before?.releasedBy ?? null })
    cases.push({ ...(await note(transaction, { order, facts, before, now })), lines: [] })
  }
  for (const dispute of payment.disputes) {
    const before = known.find(({ stripeId }) => stripeId === dispute.disputeId)
    cases.push({ ...(await note(transaction, { order, facts: factsOfDispute(dispute), before, now })), lines: dispute.lines })
  }
  return cases.sort((one, other) => Number(isFreezing(one)) - Number(isFreezing(other)))
}

const isFreezing = ({ dispute: { phase } }: NotedCase) => phase === 'open' || phase === 'lost'

type Noting = { order: OrderModel; facts: CaseFacts; before: DisputeModel | undefined; now: Date }

async function note(transaction: DatabaseTransaction, { order, facts, before, now }: Noting): Promise<Omit<NotedCase, 'lines'>> {
  const isOver = facts.phase === 'won' || facts.phase === 'lost' || facts.phase === 'closed'
  const closedAt = isOver ? (before?.phase === facts.phase ? before.closedAt : now) : null
  // Who bore it is written with the movements that return it, so a row that leaves `lost` keeps its phase until then.
  const { phase, ending, ...described } = facts
  if (before) {
    const dispute = await transaction.dispute.update({ where: { id: before.id }, data: described })
    return { dispute: { ...dispute, phase, ending, closedAt }, phaseBefore: before.phase }
  }
  const { id: orderId, mode, paymentIntent, walletId, organizationId } = order
  const dispute = await transaction.dispute.create({
    data: { id: newId(now.getTime()), mode, orderId, paymentIntent: paymentIntent ?? '', walletId, organizationId, ...facts, closedAt },
  })
  return { dispute, phaseBefore: undefined }
}
