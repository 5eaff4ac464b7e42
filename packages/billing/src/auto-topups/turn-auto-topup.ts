// Turning it on takes the very words that would be charged by, read and agreed to; they are kept. Turning it off takes nothing.
import { type Database, type DatabaseTransaction, newId, type SavedCardModel, type WalletModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, MICROCENTS_PER_CENT, type Microcents, microcents, toCents } from '@farebox/money'
import { isExpired, ownCard } from '../cards/saved-cards.ts'
import { payerOfWallet } from '../risk/payer-of.ts'
import { refuseBeforeCheckout } from '../risk/withdrawals.ts'
import { wordsToAgreeTo } from './consent-words.ts'
import { noteForOwner } from './note-for-owner.ts'
import { type OnSale, type Wanted, wantedTerms } from './terms-on-sale.ts'
import { chargedThisMonth, ownMoney } from './wallet-money.ts'

export type AskedTerms = {
  wanted: Wanted
  threshold: Microcents
  monthMax: Microcents
  cardId: string
}

export type Offer = {
  /** To be shown, and given back word for word by whoever agrees. */
  sentence: string
  chargesNow: boolean
  price: Microcents
  credit: Microcents
  fee: Microcents
}

type Asking = { wallet: WalletModel; asked: AskedTerms; organization?: string; now: Date }

export async function previewAutoTopup(database: DatabaseTransaction, asking: Asking): Promise<Offer> {
  const { offer } = await readOffer(database, asking)
  return offer
}

type Agreement = Asking & { agreed: string; userId: string; address: string }

/** Throws `auto_topup_changed` where the words are not what would be charged by now. */
export async function turnOnAutoTopup(database: Database, agreement: Agreement): Promise<void> {
  const { wallet, asked, agreed, userId, address, now } = agreement
  const walletId = wallet.id
  await database.$transaction(async (transaction) => {
    const { offer, terms, card } = await readOffer(transaction, agreement)
    if (agreed !== offer.sentence) throw new AppError('auto_topup_changed')
    const consentId = newId(now.getTime())
    const chosen = { thresholdMicrocents: asked.threshold, monthMaxCents: toCents(asked.monthMax), cardId: card.id }
    const shown = { ...terms, creditMicrocents: String(terms.creditMicrocents), ...chosen, thresholdMicrocents: String(asked.threshold) }
    await transaction.autoTopupConsent.create({ data: { id: consentId, walletId, userId, text: agreed, shown, address, at: now } })
    const fresh = { failures: 0, nextTryAt: null, stoppedReason: null, monthToldOn: null, changedAt: now }
    const data = { status: 'on', ...terms, ...chosen, consentId, ...fresh } as const
    await transaction.autoTopup.upsert({ where: { walletId }, create: { walletId, ...data }, update: data })
    await noteForOwner(transaction, { walletId, about: 'turned_on', now })
  })
}

/** A charge that Stripe has already been asked for is not undone. */
export async function turnOffAutoTopup(database: Database, walletId: string, now: Date): Promise<void> {
  await database.autoTopup.updateMany({ where: { walletId }, data: { status: 'off', stoppedReason: null, changedAt: now } })
}

type ReadOffer = { offer: Offer; terms: OnSale; card: SavedCardModel }

async function readOffer(database: DatabaseTransaction, { wallet, asked, organization, now }: Asking): Promise<ReadOffer> {
  if (wallet.mode !== 'live') throw new AppError('invalid_request', { message: 'Practice money is given, not bought.' })
  if (wallet.status !== 'open') throw new AppError(wallet.status === 'paused' ? 'wallet_paused' : 'wallet_frozen')
  await refuseBeforeCheckout(database, payerOfWallet(wallet), now)
  const terms = await wantedTerms(database, asked.wanted, now)
  const card = await ownCard(database, wallet.id, asked.cardId)
  if (isExpired(card, now)) throw new AppError('invalid_request', { message: 'This card has expired.', param: 'cardId' })
  checkAmounts(asked, terms)
  const price = fromCents(terms.priceCents)
  const isLow = (await ownMoney(database, wallet.id, now)) < asked.threshold
  const chargesNow = isLow && !wallet.inDebt && (await chargedThisMonth(database, wallet.id, now)) + price <= asked.monthMax
  const agreed = {
    thresholdMicrocents: asked.threshold,
    priceCents: terms.priceCents,
    monthMaxCents: toCents(asked.monthMax),
    card,
    organization,
  }
  const sentence = wordsToAgreeTo(agreed, { chargesNow })
  const credit = terms.creditMicrocents
  return { offer: { sentence, chargesNow, price, credit, fee: microcents(price - credit) }, terms, card }
}

const LEAST_CENTS = 100
const MOST_CENTS = 1_000_000

function checkAmounts({ threshold, monthMax }: AskedTerms, { priceCents, creditMicrocents }: OnSale): void {
  const wrong = (message: string, param: string) => new AppError('invalid_request', { message, param })
  if (threshold % MICROCENTS_PER_CENT !== 0n) throw wrong('Choose whole cents.', 'threshold')
  if (monthMax % MICROCENTS_PER_CENT !== 0n) throw wrong('Choose whole cents.', 'monthMax')
  if (threshold < fromCents(LEAST_CENTS)) throw wrong('Choose at least $1.00 below which to top up.', 'threshold')
  // Else one top-up would not lift the balance above it, and the next would follow at once.
  if (threshold > creditMicrocents) throw wrong('Choose an amount that one top-up lifts the balance above.', 'threshold')
  if (monthMax < fromCents(priceCents)) throw wrong('The most of a month must pay for one top-up at least.', 'monthMax')
  if (monthMax > fromCents(MOST_CENTS)) throw wrong('Choose at most $10,000.00 a month.', 'monthMax')
}
