// How many cards were declined lately: of one payer, from one network, and of everybody. What the brakes are pulled by.
import { networkOf } from '@farebox/auth/network-of'
import { plainAddress } from '@farebox/auth/risk-lists'
import type { DatabaseTransaction } from '@farebox/db'

const DAY_MS = 24 * 60 * 60_000
const PLATFORM_MS = 10 * 60_000

export const aDayBefore = (now: Date) => new Date(now.getTime() - DAY_MS)

/** What is counted together as one place: an address, or the 64 bits that one site of IPv6 has. Null: not known. */
export function networkOfBuyer(address: string | null): string | null {
  const plain = plainAddress(address)
  return plain?.includes(':') ? `${networkOf(plain)}::/64` : plain
}

export type Declined = { cards: number; orders: number }

export async function declinedOf(database: DatabaseTransaction, payerId: string, now: Date): Promise<Declined> {
  const [row] = await database.$queryRaw<{ cards: number; orders: number }[]>`
    select count(*)::int as cards, count(distinct order_id)::int as orders
      from card_decline where payer_id = ${payerId}::uuid and at > ${aDayBefore(now)}`
  return row ?? { cards: 0, orders: 0 }
}

export type DeclinedThere = Declined & { opened: number }

export async function declinedFrom(database: DatabaseTransaction, network: string, now: Date): Promise<DeclinedThere> {
  const [row] = await database.$queryRaw<DeclinedThere[]>`
    select count(*)::int as cards, count(distinct order_id)::int as orders,
           (select count(*)::int from checkout_opening where network = ${network}::inet and opened_at > ${aDayBefore(now)}) as opened
      from card_decline where network = ${network}::inet and at > ${aDayBefore(now)}`
  return row ?? { cards: 0, orders: 0, opened: 0 }
}

/** Of everybody, within ten minutes: cards declined, and purchases paid. */
export async function declinedEverywhere(database: DatabaseTransaction, now: Date): Promise<{ declined: number; paid: number }> {
  const since = new Date(now.getTime() - PLATFORM_MS)
  const [row] = await database.$queryRaw<{ declined: number; paid: number }[]>`
    select (select count(*)::int from card_decline where at > ${since}) as declined,
           (select count(*)::int from checkout_opening join "order" on "order".id = checkout_opening.order_id
             where checkout_opening.opened_at > ${aDayBefore(now)} and "order".paid_at > ${since}) as paid`
  return row ?? { declined: 0, paid: 0 }
}
