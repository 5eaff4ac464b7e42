// Whoever takes purchase after purchase back costs Farebox what Stripe keeps of each. The refund is theirs by law; the next purchase waits.
// Counted are the payer's own purchases, and those that others paid with the same card.
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { isOfOrganization, type PayerFacts } from './payer-of.ts'
import { type RiskSettings, riskSettings } from './risk-settings.ts'

const WINDOW_DAYS = 30
const WINDOW_MS = WINDOW_DAYS * 24 * 60 * 60_000
const MINUTE_MS = 60_000

type Counting = { settings: RiskSettings; now: Date }

/** Throws `purchases_paused`. */
export async function refuseAfterWithdrawals(transaction: DatabaseTransaction, payer: PayerFacts, { settings, now }: Counting) {
  const until = await pausedUntil(transaction, payer, { settings, now })
  if (!until) return
  const withdrawn = `${settings.withdrawalsPerMonth} purchases made here or with the same card were taken back whole within ${WINDOW_DAYS} days`
  throw new AppError('purchases_paused', {
    message: `${withdrawn}. Nothing was charged. You can buy again from ${inWords(until)}.`,
  })
}

/** For the page on which a purchase begins, so that nobody is sent on to be refused there. What counts is asked again at the checkout. */
export async function refuseBeforeCheckout(transaction: DatabaseTransaction, payer: PayerFacts, now: Date): Promise<void> {
  await refuseAfterWithdrawals(transaction, payer, { settings: await riskSettings(transaction), now })
}

/** When this payer may buy again; undefined: now. */
export async function pausedUntil(
  transaction: DatabaseTransaction,
  payer: PayerFacts,
  { settings: { withdrawalsPerMonth, comparesPracticeCards }, now }: Counting,
): Promise<Date | undefined> {
  const organizationId = isOfOrganization(payer) ? payer.organizationId : null
  const walletId = isOfOrganization(payer) ? null : payer.walletId
  // A withdrawal gives the fee back; where there was no fee, it gives back the whole price. What operators and Stripe refund is not one.
  const [oldest] = await transaction.$queryRaw<{ at: Date }[]>`
    with owner as (
      select coalesce((select to_wallet_id from wallet_claim where wallet_id = ${walletId}::uuid), ${walletId}::uuid) as wallet_id
    ), own_order as (
      select id from "order" where kind = 'wallet_topup' and wallet_id in (
        select wallet_id from owner union select wallet_id from wallet_claim where to_wallet_id = (select wallet_id from owner)
        union select ${walletId}::uuid)
      union all
      select id from "order" where kind <> 'wallet_topup' and organization_id = ${organizationId}::uuid
    ), own_card as (
      select distinct fingerprint from payment_card
       where order_id in (select id from own_order) and fingerprint is not null and (livemode or ${comparesPracticeCards}::boolean)
         and not exists (
           select from risk_entry where list = 'allow' and kind = 'card_fingerprint' and value = fingerprint
              and removed_at is null and (expires_at is null or expires_at > ${now}))
    ), counted as (
      select id from own_order
      union select order_id from payment_card where fingerprint in (select fingerprint from own_card)
    )
    select refund.created_at as at from refund join "order" on "order".id = refund.order_id
     where refund.order_id in (select id from counted) and refund.created_at > ${new Date(now.getTime() - WINDOW_MS)}
       and refund.origin = 'buyer' and refund.status <> 'failed' and refund.mode = 'live'
       and (refund.fee_microcents > 0 or refund.amount_cents = "order".price_cents)
     order by refund.created_at desc offset ${withdrawalsPerMonth - 1} limit 1`
  return oldest && new Date(oldest.at.getTime() + WINDOW_MS)
}

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** `21 December 2026 at 14:03 UTC`, never before it is true. */
const inWords = (moment: Date) => `${format.format(Math.ceil(moment.getTime() / MINUTE_MS) * MINUTE_MS)} UTC`
