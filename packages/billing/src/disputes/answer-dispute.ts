// Our answer to a bank: an operator asks for it, and the worker gives it to Stripe. What was asked is on record before Stripe is called.
import { type Database, type DisputeAnswerKind, newId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { recordDeed } from '../operators/record-deed.ts'
import { readPayment } from '../payments/book-payment.ts'
import { enqueuer } from '../queue/enqueue.ts'
import type { DisputeEvidence, DisputeOutcome } from '../stripe/money-back-gate.ts'
import type { Till } from '../topups/open-checkout.ts'

export type Answer = {
  disputeId: string
  kind: DisputeAnswerKind
  evidence: DisputeEvidence
  note: string
  operator: { id: string }
  now: Date
}

/** Throws `dispute_over` where there is nothing to answer, or an answer is under way. */
export async function askAnswer(database: Database, { disputeId, kind, evidence, note, operator, now }: Answer): Promise<void> {
  const enqueue = await enqueuer(database)
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`select id from dispute where id = ${disputeId}::uuid for update`
    const dispute = await transaction.dispute.findUnique({ where: { id: disputeId }, include: { answers: true } })
    if (!dispute) throw new AppError('not_found')
    const isAnswerable = dispute.kind === 'dispute' && (dispute.phase === 'open' || dispute.phase === 'inquiry')
    const isDone = dispute.answers.some((answer) => answer.status === 'asked' || answer.kind === 'accept')
    if (!isAnswerable || isDone) throw new AppError('dispute_over')
    const id = newId(now.getTime())
    await transaction.disputeAnswer.create({
      data: { id, disputeId, kind, evidence, submissions: dispute.submissions, note, askedBy: operator.id, askedAt: now },
    })
    await enqueue(transaction, 'answer-dispute', { answerId: id })
    const action = kind === 'accept' ? 'dispute.accept' : 'dispute.submit'
    const details = { stripeId: dispute.stripeId, answerId: id }
    await recordDeed(transaction, { operator, action, subject: publicId('dispute', disputeId), details, now, reason: note })
  })
}

/** Throws where nobody knows whether Stripe got it: the queue tries again, and first looks. */
export async function answerDispute(till: Till, answerId: string, now: Date): Promise<void> {
  const { database } = till
  const answer = await database.disputeAnswer.findUniqueOrThrow({ where: { id: answerId }, include: { dispute: true } })
  if (answer.status !== 'asked') return
  const { dispute, kind, submissions } = answer
  const known = await till.stripe.disputes.read(dispute.stripeId)
  const isThere = kind === 'evidence' && known !== null && known.submissions > submissions
  const outcome: DisputeOutcome = isThere ? { kind: 'accepted', dispute: known } : await giveAnswer(till, answer)
  if (outcome.kind === 'unknown') throw new AppError('internal_error', { internal: `dispute ${dispute.stripeId}: ${outcome.cause}` })
  const end =
    outcome.kind === 'accepted'
      ? ({ status: 'done', endedAt: now } as const)
      : ({ status: 'refused', endedAt: now, failure: `${outcome.code}: ${outcome.message}` } as const)
  await database.disputeAnswer.update({ where: { id: answerId }, data: end })
  const booking = await readPayment(till, { orderId: dispute.orderId })
  if (booking) await database.$transaction((transaction) => booking(transaction, now), { timeout: 20_000 })
}

function giveAnswer(
  { stripe }: Till,
  { kind, evidence, dispute }: { kind: DisputeAnswerKind; evidence: unknown; dispute: { stripeId: string } },
): Promise<DisputeOutcome> {
  if (kind === 'accept') return stripe.disputes.accept(dispute.stripeId)
  return stripe.disputes.submitEvidence({ disputeId: dispute.stripeId, evidence: evidence as DisputeEvidence, submit: true })
}
