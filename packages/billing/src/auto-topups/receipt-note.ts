// What a receipt says where nobody was there to buy: why it was charged, with whose leave, and how much of the month is used.
import type { DatabaseTransaction } from '@farebox/db'
import { formatBalance, fromCents, microcents } from '@farebox/money'
import { cardName } from '../cards/saved-cards.ts'
import { chargedThisMonth } from './wallet-money.ts'

/** Undefined for an order that somebody bought themselves. */
export async function autoTopupNote(database: DatabaseTransaction, orderId: string): Promise<string | undefined> {
  const charge = await database.autoTopupCharge.findUnique({ where: { orderId } })
  if (!charge) return undefined
  const { walletId, cardId, createdAt, priceCents } = charge
  const { thresholdMicrocents, monthMaxCents } = await database.autoTopup.findUniqueOrThrow({ where: { walletId } })
  const card = await database.savedCard.findUniqueOrThrow({ where: { id: cardId } })
  const threshold = formatBalance(microcents(thresholdMicrocents))
  const spent = formatBalance(await chargedThisMonth(database, walletId, createdAt))
  const most = formatBalance(fromCents(monthMaxCents))
  const charged = `The balance fell below ${threshold}, so ${formatBalance(fromCents(priceCents))} was charged to ${cardName(card)}, as you agreed.`
  return `${charged} That makes ${spent} of at most ${most} this month. You can turn automatic top-up off at any time.`
}
