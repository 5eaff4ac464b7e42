// Whoever takes purchase after purchase back costs Farebox what Stripe keeps of each. The refund is theirs by law; the next purchase waits.
// Counted are the payer's own purchases, and those that others paid with the same card.
import type { DatabaseTransaction } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { idsOfPayer, type PayerFacts } from './payer-of.ts'
import { type RiskSettings, riskSettings } from './risk-settings.ts'

const WINDOW_DAYS = 30
const WINDOW_MS = WINDOW_DAYS * 24 * 60 * 60_000
const MINUTE_MS = 60_000

type Counting = { settings: RiskSettings; now: Date }

/** Throws `purchases_paused`. */
export async function refuseAfterWithdrawals(transaction: DatabaseTransaction, payer: PayerFacts, { settings, now }: Counting) {
  const pause = await pauseOf(transaction, payer, { settings, now })
  if (!pause) return
  const withdrawn = `${settings.withdrawalsPerMonth} purchases made here or with the same card were taken back whole within ${WINDOW_DAYS} days`
  throw new AppError('purchases_paused', {
    message: `${withdrawn}. Nothing was charged. You can buy again from ${inWords(pause.until)}.`,
  })
}

/** For the page on which a purchase begins, so that nobody is sent on to be refused there. What counts is asked again at the checkout. */
export async function refuseBeforeCheckout(transaction: DatabaseTransaction, payer: PayerFacts, now: Date): Promise<void> {
  await refuseAfterWithdrawals(transaction, payer, { settings: await riskSettings(transaction), now })
}

/** When this payer may buy again; null: now. */
export async function pausedUntil(database: DatabaseTransaction, payer: PayerFacts, now: Date): Promise<Date | null> {
  const pause = await pauseOf(database, payer, { settings: await riskSettings(database), now })
  return pause?.until ?? null
}

async function pauseOf(database: DatabaseTransaction, payer: PayerFacts, counting: Counting): Promise<PausedPayer | undefined> {
  const [pause] = await pausedPayers(database, { payerIds: await idsOfPayer(database, payer), most: 1, ...counting })
  return pause
}

/** `payerIds`: every id of one payer; null: everybody's. */
type Asked = Counting & { payerIds: readonly string[] | null; most: number }

type PausedPayer = { id: string; isOrganization: boolean; takenBack: number; until: Date }

/** Who may not buy now, whoever waits longest first. An entry of the allow list lifts it for the payer that it names, and for nobody else. */
export async function pausedPayers(
  database: DatabaseTransaction,
  { payerIds, most, settings: { withdrawalsPerMonth, comparesPracticeCards }, now }: Asked,
): Promise<PausedPayer[]> {
  // A withdrawal gives the fee back; where there was no fee, it gives back the whole price. What operators and Stripe refund is not one.
  const rows = await database.$queryRaw<(Omit<PausedPayer, 'until'> & { at: Date })[]>`
    with allowed as not materialized (
      select kind, value, payer_id as id from risk_entry where list = 'allow' and removed_at is null and (expires_at is null or expires_at > ${now})
    ), paid as not materialized (
      select "order".id as order_id, kind <> 'wallet_topup' as is_organization,
             case when kind = 'wallet_topup' then coalesce(to_wallet_id, "order".wallet_id) else organization_id end as payer_id
        from "order" left join wallet_claim on wallet_claim.wallet_id = "order".wallet_id
       where ${payerIds}::uuid[] is null or "order".wallet_id = any(${payerIds}::uuid[]) or organization_id = any(${payerIds}::uuid[])
    ), withdrawal as not materialized (
      select refund.id, order_id, refund.created_at as at from refund join "order" on "order".id = order_id
       where refund.created_at > ${new Date(now.getTime() - WINDOW_MS)}
         and refund.origin = 'buyer' and refund.status <> 'failed' and refund.mode = 'live'
         and (refund.fee_microcents > 0 or refund.amount_cents = "order".price_cents)
    ), counted as (
      select payer_id, is_organization, withdrawal.id, at from paid join withdrawal using (order_id)
      union
      select payer_id, is_organization, withdrawal.id, withdrawal.at from paid
        join payment_card as own using (order_id) join payment_card as same using (fingerprint)
        join withdrawal on withdrawal.order_id = same.order_id
       where (own.livemode or ${comparesPracticeCards}::boolean)
         and not exists (select from allowed where allowed.kind = 'card_fingerprint' and value = fingerprint)
    )
    select payer_id::text as id, is_organization as "isOrganization", count(*)::int as "takenBack",
           (array_agg(at order by at desc))[${withdrawalsPerMonth}::int] as at
      from counted
     where not exists (select from allowed where allowed.id = payer_id
                          or allowed.id in (select wallet_id from wallet_claim where to_wallet_id = payer_id))
     group by payer_id, is_organization having count(*) >= ${withdrawalsPerMonth} order by at desc, payer_id limit ${most}`
  return rows.map(({ at, ...payer }) => ({ ...payer, until: new Date(at.getTime() + WINDOW_MS) }))
}

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })

/** `21 December 2026 at 14:03 UTC`, never before it is true. */
const inWords = (moment: Date) => `${format.format(Math.ceil(moment.getTime() / MINUTE_MS) * MINUTE_MS)} UTC`
