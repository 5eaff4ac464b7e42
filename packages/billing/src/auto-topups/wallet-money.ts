// What an automatic top-up looks at: how much of a wallet's own money there is, and what was charged by itself this month.
import type { DatabaseTransaction } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { spendingWindow } from '../connections/spending-window.ts'

/** Own money, spendable anywhere. What calls under way have reserved counts: it is not spent yet, and most of it comes back. */
export async function ownMoney(database: DatabaseTransaction, walletId: string, now: Date): Promise<Microcents> {
  const { _sum } = await database.lot.aggregate({
    where: { walletId, appId: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    _sum: { availableMicrocents: true, heldMicrocents: true },
  })
  return microcents((_sum.availableMicrocents ?? 0n) + (_sum.heldMicrocents ?? 0n))
}

/** By order, in the month of UTC it was written in: all that was charged, is on its way, or may still be. */
export async function chargedThisMonth(database: DatabaseTransaction, walletId: string, now: Date): Promise<Microcents> {
  const { startsAt } = spendingWindow('month', now)
  const { _sum } = await database.autoTopupCharge.aggregate({
    where: { walletId, createdAt: { gte: startsAt }, state: { not: 'failed' } },
    _sum: { priceCents: true },
  })
  return fromCents(_sum.priceCents ?? 0)
}
