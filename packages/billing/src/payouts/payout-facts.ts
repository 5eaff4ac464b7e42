// What the rules look at: who paid for the earnings of a payout, how they compare with before, and where they would go.
import type { DatabaseTransaction, PayoutModel } from '@farebox/db'
import { microcents } from '@farebox/money'
import { riskSettings } from '../risk/risk-settings.ts'
import { leftStatuses } from './payout-statuses.ts'
import type { PayoutFacts } from './rules/rule.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const PAYERS_SHOWN = 5
const EARLIER_MAX = 50

/** Days of charges, `YYYY-MM-DD`: after `since`, up to `until`. */
type Period = { organizationId: string; since: string; until: string }

/** Of the charges whose earnings matured since the payout before. */
export async function payoutFacts(transaction: DatabaseTransaction, payout: PayoutModel, now: Date): Promise<PayoutFacts> {
  const { organizationId, amountMicrocents } = payout
  const earlier = await transaction.payout.findMany({
    where: { organizationId, status: { in: [...leftStatuses] }, createdAt: { lt: payout.createdAt } },
    orderBy: { createdAt: 'desc' },
    take: EARLIER_MAX,
  })
  const account = await transaction.payoutAccount.findUnique({ where: { organizationId } })
  const period = await periodOf(transaction, payout, earlier[0])
  const trust = await transaction.serviceTrust.findUnique({ where: { organizationId } })
  const paid = await payersOf(transaction, period, { bankFingerprint: payout.bankFingerprint, email: account?.email ?? null, now })
  return {
    ...paid,
    ...(await disputesOf(transaction, period)),
    amountMicrocents: microcents(amountMicrocents),
    earlier: earlier.map((one) => microcents(one.amountMicrocents)),
    bankChangedAt: account?.bankChangedAt ?? null,
    isServiceTrusted: trust !== null,
    now,
  }
}

/** The days of charges that can have matured since the payout before. */
async function periodOf(transaction: DatabaseTransaction, payout: PayoutModel, before: PayoutModel | undefined): Promise<Period> {
  const { organizationId, createdAt } = payout
  const { earningsDelayDays } = await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const delayed = (at: Date) => new Date(at.getTime() - earningsDelayDays * DAY_MS).toISOString().slice(0, 10)
  return { organizationId, since: before ? delayed(before.createdAt) : '1970-01-01', until: delayed(createdAt) }
}

type PayerRow = {
  wallet_id: string
  earned: bigint
  is_insider: boolean
  total: bigint
  insiders: bigint
  same_card: bigint
  payers: bigint
  markup_bps: number
  of_services: bigint
}

async function payersOf(
  transaction: DatabaseTransaction,
  { organizationId, since, until }: Period,
  { bankFingerprint, email, now }: { bankFingerprint: string | null; email: string | null; now: Date },
) {
  const { comparesPracticeCards } = await riskSettings(transaction)
  const rows = await transaction.$queryRaw<PayerRow[]>`
    with same as (
      select organization_id as id from payout_account
       where organization_id = ${organizationId}::uuid or bank_fingerprint = ${bankFingerprint} or email = ${email}
      union select ${organizationId}::uuid
    ), paid as (
      select charge.wallet_id, sum(charge.markup_microcents) as earned, max(charge.markup_bps) as markup_bps,
             sum(charge.markup_microcents) filter (where charge.service_id is not null) as of_services
        from charge
       where charge.app_id in (select id from app where organization_id = ${organizationId}::uuid) and charge.mode = 'live'
         and charge.markup_microcents > 0 and coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) > ${since}::date
         and coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) <= ${until}::date
       group by charge.wallet_id
    ), own_card as (
      -- Cards the organization pays with itself, or its people do. One on the allow list is known to be shared, a practice card is everybody's.
      select payment_card.fingerprint from payment_card
       where payment_card.fingerprint is not null and (payment_card.livemode or ${comparesPracticeCards})
         and (payment_card.organization_id in (select id from same)
              or payment_card.wallet_id in (select wallet.id from wallet join membership on membership.user_id = wallet.user_id
                                             where membership.organization_id in (select id from same)))
         and not exists (select from risk_entry where risk_entry.list = 'allow' and risk_entry.kind = 'card_fingerprint'
                            and risk_entry.value = payment_card.fingerprint and risk_entry.removed_at is null
                            and (risk_entry.expires_at is null or risk_entry.expires_at > ${now}))
    ), known as (
      select paid.*, exists (select from payment_card
                              where payment_card.fingerprint in (select fingerprint from own_card)
                                and (payment_card.wallet_id = paid.wallet_id
                                     or payment_card.wallet_id in (select wallet_claim.wallet_id from wallet_claim where wallet_claim.to_wallet_id = paid.wallet_id))
                            ) as is_same_card,
             wallet.organization_id in (select id from same) is true
             or exists (select from membership where membership.user_id = wallet.user_id and membership.organization_id in (select id from same)) as is_insider
        from paid join wallet on wallet.id = paid.wallet_id
    )
    select wallet_id::text, earned::bigint, is_insider or is_same_card as is_insider, sum(earned) over ()::bigint as total,
           coalesce(sum(earned) filter (where is_insider or is_same_card) over (), 0)::bigint as insiders,
           coalesce(sum(earned) filter (where is_same_card) over (), 0)::bigint as same_card, count(*) over () as payers, max(markup_bps) over () as markup_bps,
           coalesce(sum(of_services) over (), 0)::bigint as of_services
      from known order by earned desc, wallet_id limit ${PAYERS_SHOWN}`
  const [first] = rows
  return {
    earnedMicrocents: microcents(first?.total ?? 0n),
    insidersMicrocents: microcents(first?.insiders ?? 0n),
    sameCardMicrocents: microcents(first?.same_card ?? 0n),
    payersCount: Number(first?.payers ?? 0n),
    markupBps: first?.markup_bps ?? 0,
    serviceMicrocents: microcents(first?.of_services ?? 0n),
    payers: rows.map((row) => ({ walletId: row.wallet_id, isInsider: row.is_insider, earnedMicrocents: microcents(row.earned) })),
  }
}

/** Payments of the people who paid for these earnings, and how many of them were disputed and not won. */
async function disputesOf(transaction: DatabaseTransaction, { organizationId, since, until }: Period) {
  const [row] = await transaction.$queryRaw<{ payments: bigint; disputed: bigint }[]>`
    with payer as (
      select distinct charge.wallet_id from charge
       where charge.app_id in (select id from app where organization_id = ${organizationId}::uuid) and charge.mode = 'live'
         and charge.markup_microcents > 0 and coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) > ${since}::date
         and coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) <= ${until}::date
    )
    select count(*) as payments, count(*) filter (where exists (
             select from dispute where dispute.payment_intent = lot.payment_intent and dispute.kind = 'dispute'
                                         and dispute.phase in ('open', 'lost'))) as disputed
      from payer join lot on lot.wallet_id = payer.wallet_id where lot.kind = 'topup' and lot.payment_intent is not null`
  return { payments: Number(row?.payments ?? 0n), disputedPayments: Number(row?.disputed ?? 0n) }
}
