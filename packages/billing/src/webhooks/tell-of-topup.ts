// The event of a paid order. What somebody bought in their own wallet, by themselves, is no app's business.
import { type DatabaseTransaction, type OrderModel, publicId } from '@farebox/db'
import { fromCents, microcents, toDollars } from '@farebox/money'
import { recordEvent } from './record-event.ts'

/** An order of an app tells its endpoints; money for the organization's own balance tells those of all its apps. */
export async function tellOfTopup(transaction: DatabaseTransaction, order: OrderModel, now: Date): Promise<void> {
  const { id, kind, mode, appId, organizationId, externalUserId, priceCents, creditMicrocents } = order
  const isOwnWallet = kind === 'wallet_topup' && externalUserId === null
  const about = appId ? { appId } : organizationId ? { organizationId } : undefined
  if (isOwnWallet || !about) return
  const data = {
    ...{ order_id: publicId('order', id), kind, external_user_id: externalUserId },
    ...{ paid: toDollars(fromCents(priceCents)), credit: toDollars(microcents(creditMicrocents)), currency: 'USD' },
  }
  const objectId = publicId('order', id)
  await recordEvent(transaction, { type: 'topup.completed', mode, about, objectId, data, cause: `topup.completed:${id}`, now })
}
