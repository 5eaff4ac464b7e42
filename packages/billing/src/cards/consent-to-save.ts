// Keeping a card takes the owner's word: a box they ticked themselves, before the payment page. The words they read are the evidence.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'

export const WORDS_TO_SAVE_A_CARD =
  'Keep this card, so that it can be charged while I am away. Nothing is charged by itself until I turn on automatic top-up. I can remove the card at any time.'

/** Call it where the order is written, by somebody who is signed in and owns the wallet. */
export async function agreeToSaveCard(
  transaction: DatabaseTransaction,
  { orderId, walletId, userId, now }: { orderId: string; walletId: string; userId: string; now: Date },
): Promise<void> {
  await transaction.cardConsent.create({ data: { orderId, walletId, userId, text: WORDS_TO_SAVE_A_CARD, at: now } })
}

/** Only whoever agreed may give their card at a user's checkout: its page can be opened by anybody who has its address. */
export function maySaveCard(
  order: Pick<OrderModel, 'kind'>,
  consent: { userId: string } | null,
  buyer: { userId: string | null },
): boolean {
  if (!consent) return false
  // Of an organization the page is at the wallet, where its members need not be signed in; Stripe's page says that the card is kept.
  return order.kind === 'organization_topup' || consent.userId === buyer.userId
}
