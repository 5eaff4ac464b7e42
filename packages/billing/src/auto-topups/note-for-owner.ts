// What happened, for the owner: a row that commits with it. The clock mails it.
import { type AutoTopupNoticeAbout, type DatabaseTransaction, newId } from '@farebox/db'

export type Note = { walletId: string; about: AutoTopupNoticeAbout; orderId?: string; reason?: string; now: Date }

export async function noteForOwner(transaction: DatabaseTransaction, { walletId, about, orderId, reason, now }: Note): Promise<void> {
  const what = { walletId, about, orderId: orderId ?? null, reason: reason ?? null }
  await transaction.autoTopupNotice.create({ data: { id: newId(now.getTime()), ...what, at: now, tellAt: now } })
}
