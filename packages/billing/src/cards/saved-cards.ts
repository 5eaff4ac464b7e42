// The cards a wallet's owner let us keep, as they are shown.
import { type DatabaseTransaction, parsePublicId, publicId, type SavedCardModel } from '@farebox/db'
import { AppError } from '@farebox/errors'

export type ShownCard = {
  id: string
  brand: string
  lastFour: string
  expMonth: number
  expYear: number
  isExpired: boolean
  /** An automatic top-up charges it. */
  usedForAutoTopup: boolean
}

const CARDS_MAX = 20

export async function listSavedCards(database: DatabaseTransaction, walletId: string, now: Date): Promise<ShownCard[]> {
  const cards = await database.savedCard.findMany({ where: { walletId, removedAt: null }, orderBy: { savedAt: 'desc' }, take: CARDS_MAX })
  const autoTopup = await database.autoTopup.findUnique({ where: { walletId } })
  return cards.map((card) => ({
    ...{ id: publicId('card', card.id), brand: card.brand, lastFour: card.lastFour, expMonth: card.expMonth, expYear: card.expYear },
    isExpired: isExpired(card, now),
    usedForAutoTopup: autoTopup?.status === 'on' && autoTopup.cardId === card.id,
  }))
}

/** Throws `not_found` for any card that is not this wallet's, or was removed. */
export async function ownCard(database: DatabaseTransaction, walletId: string, cardId: string): Promise<SavedCardModel> {
  const id = parsePublicId(cardId, 'card')
  const card = id ? await database.savedCard.findUnique({ where: { id } }) : null
  if (!card || card.walletId !== walletId || card.removedAt) throw new AppError('not_found', { message: 'There is no such card.' })
  return card
}

/** A card can be used until the last day of the month it names. */
export const isExpired = ({ expMonth, expYear }: { expMonth: number; expYear: number }, now: Date): boolean =>
  now.getTime() >= Date.UTC(expYear, expMonth)

const names: Readonly<Record<string, string>> = {
  ...{ visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', discover: 'Discover', diners: 'Diners Club' },
  ...{ jcb: 'JCB', unionpay: 'UnionPay', unknown: 'Card' },
}

/** `Visa •4242` */
export const cardName = ({ brand, lastFour }: { brand: string; lastFour: string }): string => `${names[brand] ?? brand} •${lastFour}`
