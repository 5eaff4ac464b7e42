// What one app did with a wallet: what it spent day by day, and how its markup became what it is.
import { type ConnectionModel, type Database, publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { z } from 'zod'
import { markupNow } from '../apps/markup-now.ts'
import { idAt } from '../usage/id-at.ts'
import { ownConnection } from './own-connection.ts'

const DAY_MS = 86_400_000
const DAYS = 30
const CHANGES_MAX = 20

export type SpentDay = { date: string; amount: Microcents; calls: number }

export type MarkupChange = {
  at: Date
  markupBps: number
  /** Set by the app, or agreed to by the wallet's owner. */
  by: 'app' | 'owner'
}

export type ConnectionHistory = {
  /** The last 30 days, today last. */
  days: SpentDay[]
  /** Newest first. */
  markups: MarkupChange[]
  /** Told in advance: it is charged only to those who accept it. */
  announced: { markupBps: number; at: Date } | null
}

export async function connectionHistory(database: Database, walletId: string, appId: string, now: Date): Promise<ConnectionHistory> {
  const connection = await ownConnection(database, walletId, appId)
  const [days, markups, app] = await Promise.all([
    spentByDay(database, connection, now),
    markupChanges(database, connection, now),
    database.app.findUniqueOrThrow({ where: { id: connection.appId } }),
  ])
  return { days, markups, announced: markupNow(app, now).announced }
}

async function spentByDay(database: Database, { walletId, id }: ConnectionModel, now: Date): Promise<SpentDay[]> {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  const first = new Date(today - (DAYS - 1) * DAY_MS)
  const rows = await database.$queryRaw<{ date: string; amount: bigint; calls: number }[]>`
    select to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD') as date, sum(base_microcents + markup_microcents)::bigint as amount,
           count(*)::integer as calls
      from charge where wallet_id = ${walletId}::uuid and id >= ${idAt(first)}::uuid and connection_id = ${id}::uuid
     group by 1`
  const spent = new Map(rows.map((row) => [row.date, row]))
  return Array.from({ length: DAYS }, (_, place) => {
    const date = new Date(first.getTime() + place * DAY_MS).toISOString().slice(0, 10)
    const { amount = 0n, calls = 0 } = spent.get(date) ?? {}
    return { date, amount: microcents(amount), calls }
  })
}

async function markupChanges(database: Database, { walletId, id, appId }: ConnectionModel, now: Date): Promise<MarkupChange[]> {
  const [consents, entries] = await Promise.all([
    database.consent.findMany({ where: { walletId, connectionId: id }, orderBy: { at: 'desc' }, take: CHANGES_MAX }),
    database.auditEntry.findMany({
      where: { subject: publicId('app', appId), action: 'app.markup_set' },
      orderBy: { at: 'desc' },
      take: CHANGES_MAX,
    }),
  ])
  const agreed = consents.map(({ at, markupBps }) => ({ at, markupBps, by: 'owner' as const }))
  const set = thatCame(entries, now).map((change) => ({ ...change, by: 'app' as const }))
  return [...agreed, ...set].sort((one, other) => other.at.getTime() - one.at.getTime()).slice(0, CHANGES_MAX)
}

const setDetails = z.object({ markupBps: z.number(), from: z.coerce.date() })

/** An announcement that was replaced before it came never was a price. Newest first, as the entries are. */
export function thatCame(entries: readonly { at: Date; details: unknown }[], now: Date): { at: Date; markupBps: number }[] {
  return entries.flatMap(({ details }, place) => {
    const { success, data } = setDetails.safeParse(details)
    const replacedAt = entries[place - 1]?.at
    if (!success || data.from > now || (replacedAt && replacedAt < data.from)) return []
    return [{ at: data.from, markupBps: data.markupBps }]
  })
}
