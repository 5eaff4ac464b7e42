// Whoever paid on an app's checkout page was shown its markup. Paying accepts it, for this wallet, and the evidence is kept.
import { type DatabaseTransaction, newId, type OrderModel } from '@farebox/db'

export const CHECKOUT_TEXT_VERSION = 'checkout-2026-11'

/** The wallet is locked already: its top-up was posted in this transaction. */
export async function acceptMarkup(transaction: DatabaseTransaction, order: OrderModel, now: Date): Promise<void> {
  const { walletId, appId, markupBps } = order
  if (!walletId || !appId || markupBps === null) return
  const connection = await transaction.connection.findUnique({ where: { appId_walletId: { appId, walletId } } })
  if (!connection || connection.markupBpsAccepted === markupBps) return
  const consentId = newId()
  await transaction.consent.create({
    data: {
      id: consentId,
      walletId,
      connectionId: connection.id,
      textVersion: CHECKOUT_TEXT_VERSION,
      shown: { order: order.id, description: order.description, priceCents: order.priceCents, markupBps },
      markupBps,
      limitMicrocents: connection.limitMicrocents,
      at: now,
    },
  })
  await transaction.connection.update({
    where: { walletId_id: { walletId, id: connection.id } },
    data: { markupBpsAccepted: markupBps, consentId },
  })
}
