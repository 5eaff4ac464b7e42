// A mail to a wallet's owner, to be sent by the clock: written once per cause, in the transaction of its cause where there is one.
import { type DatabaseTransaction, type NoticeKind, newId } from '@farebox/db'

export type NewNotice = {
  walletId: string
  connectionId: string | null
  kind: NoticeKind
  /** Whatever says that this was told already, such as `limit_near:<connection>:<window>:<limit>`. */
  cause: string
}

/** Returns how many are new. */
export async function recordNotices(transaction: DatabaseTransaction, notices: readonly NewNotice[], now: Date): Promise<number> {
  if (notices.length === 0) return 0
  const data = notices.map((notice) => ({ id: newId(now.getTime()), createdAt: now, nextAttemptAt: now, ...notice }))
  const { count } = await transaction.notice.createMany({ data, skipDuplicates: true })
  return count
}

type Connected = { walletId: string; mode: 'live' | 'sandbox'; connectionId: string; consentId: string; now: Date }

/** An app was allowed, or allowed anew after it was disconnected. Practice money is not worth a mail. */
export async function noticeAppConnected(transaction: DatabaseTransaction, { walletId, mode, connectionId, consentId, now }: Connected) {
  if (mode !== 'live') return
  await recordNotices(transaction, [{ walletId, connectionId, kind: 'app_connected', cause: `app_connected:${consentId}` }], now)
}
