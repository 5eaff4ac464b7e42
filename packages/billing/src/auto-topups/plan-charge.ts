// What to do for one wallet now, decided from facts alone: charge, wait, or stop.
import type { AutoTopupModel, SavedCardModel, WalletModel } from '@farebox/db'
import { fromCents, type Microcents } from '@farebox/money'
import { isExpired } from '../cards/saved-cards.ts'
import { spendingWindow } from '../connections/spending-window.ts'
import type { StopReason } from './stop-reasons.ts'
import type { OnSale } from './terms-on-sale.ts'

const HOUR_MS = 60 * 60_000

export type ChargeFacts = {
  autoTopup: AutoTopupModel
  wallet: Pick<WalletModel, 'mode' | 'status' | 'inDebt'>
  card: SavedCardModel | null
  ownMoney: Microcents
  chargedThisMonth: Microcents
  isUnderWay: boolean
  /** Its owner, its card, or where that is from, is on the block list. */
  isBlocked: boolean
  /** Too many purchases were taken back: its owner may not buy for now. */
  isPaused: boolean
  /** With it, more would be paid within 24 hours than anybody may. */
  isOverDay: boolean
  onSale: OnSale | undefined
  now: Date
}

export type ChargePlan =
  | { kind: 'charge' }
  | { kind: 'nothing' }
  | { kind: 'wait'; until: Date; because: 'month_reached' | 'day_reached' }
  | { kind: 'stop'; reason: StopReason }

export function planCharge(facts: ChargeFacts): ChargePlan {
  const { autoTopup, wallet, card, now } = facts
  if (autoTopup.status !== 'on' || wallet.mode !== 'live') return nothing
  if (wallet.status !== 'open')
    return stop(wallet.status === 'paused' ? 'wallet_paused' : isFrozen(wallet) ? 'wallet_frozen' : 'wallet_closed')
  if (!card || card.removedAt) return stop('card_removed')
  if (isExpired(card, now)) return stop('card_expired')
  if (facts.isBlocked) return stop('payment_refused')
  if (facts.isPaused) return stop('taken_back')
  if (facts.isUnderWay) return nothing
  if (facts.ownMoney >= autoTopup.thresholdMicrocents || wallet.inDebt) return nothing
  if (autoTopup.nextTryAt && autoTopup.nextTryAt > now) return nothing
  if (!isAsAgreed(facts)) return stop('terms_changed')
  const wouldBe = facts.chargedThisMonth + fromCents(autoTopup.priceCents)
  if (wouldBe > fromCents(autoTopup.monthMaxCents)) {
    return { kind: 'wait', until: spendingWindow('month', now).endsAt, because: 'month_reached' }
  }
  if (facts.isOverDay) return { kind: 'wait', until: new Date(now.getTime() + HOUR_MS), because: 'day_reached' }
  return { kind: 'charge' }
}

const nothing: ChargePlan = { kind: 'nothing' }
const stop = (reason: StopReason): ChargePlan => ({ kind: 'stop', reason })
const isFrozen = ({ status }: Pick<WalletModel, 'status'>) => status === 'frozen'

/** Nobody is charged another price than the one they read, and nobody gets less for it. */
const isAsAgreed = ({ autoTopup, onSale }: ChargeFacts) =>
  onSale?.priceCents === autoTopup.priceCents && onSale.creditMicrocents === autoTopup.creditMicrocents
