// An automatic top-up stops by itself where something is wrong: nothing more is charged until its owner turns it on again, and they are
// told why by mail. Whoever finds out calls this in their own transaction.
import type { DatabaseTransaction } from '@farebox/db'
import { noteForOwner } from './note-for-owner.ts'
import type { StopReason } from './stop-reasons.ts'

export type Stop = {
  walletIds: readonly string[]
  reason: StopReason
  now: Date
  /** Only those that charge this card. */
  cardId?: string
}

/** What is not on stays as it is, so the first reason counts. Wallets that are locked too are locked before. */
export async function stopAutoTopups(transaction: DatabaseTransaction, { walletIds, reason, now, cardId }: Stop): Promise<void> {
  const stopped = await transaction.autoTopup.updateManyAndReturn({
    where: { walletId: { in: [...walletIds] }, status: 'on', ...(cardId && { cardId }) },
    data: { status: 'stopped', stoppedReason: reason, changedAt: now },
    select: { walletId: true },
  })
  for (const { walletId } of stopped) await noteForOwner(transaction, { walletId, about: 'stopped', reason, now })
}
