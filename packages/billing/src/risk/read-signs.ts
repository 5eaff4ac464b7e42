// What operators look at when they ask whether thieves are at work: who was declined within a day, from where, which cards pay for many
// wallets, and who may not buy because they took so much back.
import { type Database, publicId } from '@farebox/db'
import { isPlatformBraking } from './brakes.ts'
import { aDayBefore, declinedEverywhere } from './declines.ts'
import { riskSettings } from './risk-settings.ts'
import { pausedPayers } from './withdrawals.ts'

const ROWS_MAX = 20
const MONTH_MS = 30 * 24 * 60 * 60_000

export async function readSigns(database: Database, now: Date) {
  const settings = await riskSettings(database)
  const [everywhere, payers, networks, cards, paused] = await Promise.all([
    declinedEverywhere(database, now),
    database.$queryRaw<{ payer_id: string; kind: string | null; declined: number; orders: number; last_at: Date }[]>`
      select card_decline.payer_id::text, max(wallet.kind::text) as kind, count(*)::int as declined, count(distinct order_id)::int as orders, max(at) as last_at
        from card_decline left join wallet on wallet.id = card_decline.payer_id
       where at > ${aDayBefore(now)} group by card_decline.payer_id order by declined desc, last_at desc limit ${ROWS_MAX}`,
    database.$queryRaw<{ network: string; declined: number; orders: number }[]>`
      select network::text, count(*)::int as declined, count(distinct order_id)::int as orders
        from card_decline where at > ${aDayBefore(now)} and network is not null group by network order by declined desc limit ${ROWS_MAX}`,
    sharedCards(database, now),
    pausedPayers(database, { payerIds: null, most: ROWS_MAX, settings, now }),
  ])
  return {
    settings,
    platform: { ...everywhere, isBraking: isPlatformBraking(everywhere, settings) },
    payers: payers.map(({ payer_id, kind, declined, orders, last_at }) => ({
      id: kind === null ? publicId('organization', payer_id) : publicId('wallet', payer_id),
      ...{ declined, orders, lastAt: last_at },
    })),
    networks,
    cards,
    paused: paused.map(({ id, isOrganization, ...payer }) => ({ ...payer, id: publicId(isOrganization ? 'organization' : 'wallet', id) })),
  }
}

/** Cards that paid for more than one wallet within 30 days, and until when they are blocked. */
async function sharedCards(database: Database, now: Date) {
  const rows = await database.$queryRaw<
    {
      fingerprint: string
      brand: string
      last_four: string
      country: string | null
      wallets: number
      blocked_until: Date | null
      is_blocked: boolean
    }[]
  >`
    select payment_card.fingerprint, max(brand) as brand, max(last_four) as last_four, max(country) as country, count(distinct wallet_id)::int as wallets,
           bool_or(risk_entry.id is not null) as is_blocked, max(risk_entry.expires_at) as blocked_until
      from payment_card left join risk_entry
           on risk_entry.list = 'block' and risk_entry.kind = 'card_fingerprint' and risk_entry.value = payment_card.fingerprint
              and risk_entry.removed_at is null and (risk_entry.expires_at is null or risk_entry.expires_at > ${now})
     where payment_card.at > ${new Date(now.getTime() - MONTH_MS)} and payment_card.fingerprint is not null
     group by payment_card.fingerprint having count(distinct wallet_id) > 1 order by wallets desc, payment_card.fingerprint limit ${ROWS_MAX}`
  return rows.map(({ last_four: lastFour, blocked_until: blockedUntil, is_blocked: isBlocked, ...card }) => ({
    ...card,
    lastFour,
    isBlocked,
    blockedUntil,
  }))
}
