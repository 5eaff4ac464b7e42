// What became of a refund is written down, and told: to the app it was bought through, and to people by mail.
import { newId, type Prisma, publicId, type RefundModel } from '@farebox/db'
import { formatExact, microcents } from '@farebox/money'
import type { MoneyIn } from '../payments/money-in.ts'
import { tellOfRefund } from '../webhooks/tell-of-refund.ts'

export type RefundActor = { kind: 'clock' | 'stripe' | 'buyer' } | { kind: 'operator' | 'user'; id: string }

type Recorded = {
  action: 'taken' | 'sending' | 'pending' | 'succeeded' | 'failed' | 'unknown' | 'requested'
  actor: RefundActor
  now: Date
}

export async function recordRefund(moneyIn: MoneyIn, refund: RefundModel, { action, actor, now }: Recorded): Promise<void> {
  const { transaction, enqueue } = moneyIn
  await transaction.auditEntry.create({
    data: {
      ...{ id: newId(now.getTime()), actorKind: actor.kind, actorId: 'id' in actor ? actor.id : null, at: now },
      ...{ action: `refund.${action}`, subject: publicId('refund', refund.id), details: detailsOf(refund) },
    },
  })
  const { id: refundId, origin, owedMicrocents } = refund
  if (action === 'succeeded') await tellOfRefund(transaction, refund, now)
  if (action === 'taken' && origin !== 'stripe') await enqueue(transaction, 'send-refund-mail', { refundId, news: 'asked' })
  if (action === 'taken' && owedMicrocents > 0n) await enqueue(transaction, 'send-refund-mail', { refundId, news: 'owed' })
  if (action === 'succeeded') await enqueue(transaction, 'send-refund-mail', { refundId, news: 'arrived' })
  if (action === 'failed') await enqueue(transaction, 'send-refund-mail', { refundId, news: 'failed' })
}

function detailsOf(refund: RefundModel): Prisma.InputJsonObject {
  const { orderId, origin, amountCents, creditMicrocents, feeMicrocents, owedMicrocents, stripeRefundId, failure } = refund
  return {
    ...{ order: publicId('order', orderId), origin, amountCents, stripeRefund: stripeRefundId, failure },
    ...{ credit: formatExact(microcents(creditMicrocents)), fee: formatExact(microcents(feeMicrocents)) },
    owed: formatExact(microcents(owedMicrocents)),
  }
}
