// The event of a refund that arrived. As with top-ups: what somebody bought in their own wallet, by themselves, is no app's business.
import { type DatabaseTransaction, publicId, type RefundModel } from '@farebox/db'
import { fromCents, microcents, toDollars } from '@farebox/money'
import { recordEvent } from './record-event.ts'

export async function tellOfRefund(transaction: DatabaseTransaction, refund: RefundModel, now: Date): Promise<void> {
  const order = await transaction.order.findUniqueOrThrow({ where: { id: refund.orderId } })
  const { kind, mode, appId, organizationId, externalUserId } = order
  const isOwnWallet = kind === 'wallet_topup' && externalUserId === null
  const about = appId ? { appId } : organizationId ? { organizationId } : undefined
  if (isOwnWallet || !about) return
  const objectId = publicId('order', order.id)
  const data = {
    ...{ refund_id: publicId('refund', refund.id), order_id: objectId, kind, external_user_id: externalUserId },
    ...{ refunded: toDollars(fromCents(refund.amountCents)), currency: 'USD' },
    credit_taken: toDollars(microcents(refund.creditMicrocents)),
  }
  await recordEvent(transaction, { type: 'refund.completed', mode, about, objectId, data, cause: `refund.completed:${refund.id}`, now })
}
