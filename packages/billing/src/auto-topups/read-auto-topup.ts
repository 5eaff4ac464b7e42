// An automatic top-up as its owner sees it: what was agreed, whether it is on, why it stopped, and what waits for them.
import type { DatabaseTransaction } from '@farebox/db'
import { publicId } from '@farebox/db'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { checkoutPage } from '../topups/start-order.ts'
import { autoTopupSentence } from './consent-words.ts'
import { stopSentence } from './stop-reasons.ts'
import { chargedThisMonth } from './wallet-money.ts'

export type AutoTopupState = {
  status: 'off' | 'on' | 'stopped'
  /** Why it stopped by itself, in a sentence. */
  stopped: string | null
  terms: AutoTopupTerms | null
  /** What was agreed, in a sentence. */
  sentence: string | null
  /** Charged by itself in this month of UTC, or on its way. */
  spentThisMonth: Microcents
  /** Nothing more is charged before: the month's maximum was reached, or a charge failed. */
  pausedUntil: Date | null
  /** A payment that only its owner can confirm. */
  waiting: { orderId: string; checkoutUrl: string; price: Microcents } | null
  failures: number
}

export type AutoTopupTerms = {
  packageName: string | null
  price: Microcents
  credit: Microcents
  threshold: Microcents
  monthMax: Microcents
  card: { id: string; brand: string; lastFour: string }
}

type Asked = { walletId: string; walletUrl: string; organization?: string; now: Date }

export async function readAutoTopup(
  database: DatabaseTransaction,
  { walletId, walletUrl, organization, now }: Asked,
): Promise<AutoTopupState> {
  const [row, spentThisMonth, waiting] = await Promise.all([
    database.autoTopup.findUnique({ where: { walletId } }),
    chargedThisMonth(database, walletId, now),
    database.autoTopupCharge.findFirst({ where: { walletId, state: 'authentication_required' } }),
  ])
  if (!row) return { ...none, spentThisMonth }
  const card = await database.savedCard.findUniqueOrThrow({ where: { id: row.cardId } })
  const { brand, lastFour } = card
  const threshold = microcents(row.thresholdMicrocents)
  const { priceCents, monthMaxCents, stoppedReason } = row
  return {
    ...{ status: row.status, failures: row.failures, spentThisMonth },
    stopped: stoppedReason && stopSentence(stoppedReason),
    terms: {
      ...{ packageName: row.packageName, price: fromCents(priceCents), credit: microcents(row.creditMicrocents), threshold },
      ...{ monthMax: fromCents(monthMaxCents), card: { id: publicId('card', card.id), brand, lastFour } },
    },
    sentence: autoTopupSentence({ thresholdMicrocents: threshold, priceCents, monthMaxCents, card, organization }),
    pausedUntil: row.status === 'on' && row.nextTryAt && row.nextTryAt > now ? row.nextTryAt : null,
    waiting: waiting && {
      orderId: publicId('order', waiting.orderId),
      checkoutUrl: checkoutPage(walletUrl, waiting.orderId),
      price: fromCents(waiting.priceCents),
    },
  }
}

const none = { status: 'off', stopped: null, terms: null, sentence: null, pausedUntil: null, waiting: null, failures: 0 } as const
