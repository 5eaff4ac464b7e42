// A job: who has to be told of a limit or a low balance. A call writes nothing for it; what was charged is read from the journal by
// windows of transaction ids (as the fold does: a row with an older id may commit later), refused calls by time. Sandbox tells nobody.
import type { Database, DatabaseTransaction, LimitPeriod } from '@farebox/db'
import { spendingWindow } from '../connections/spending-window.ts'
import { type NewNotice, recordNotices } from './record-notice.ts'

const TRANSFERS_MAX = 20_000
const REFUSALS_MAX = 500
/** A refused call is written some seconds after it happened. */
const REFUSAL_DELAY_MS = 5_000
const WAIT_MS = 30_000

const NEAR_PERCENT = 80n
const ALL_PERCENT = 100n

type Watermark = { read_xid: string; refusals_until: Date }
type Spender = { walletId: string; connectionId: string }

/** Returns how many notices are new. Two workers at once: the second waits, and finds nothing left. */
export function findNotices(database: Database, now: Date): Promise<number> {
  return database.$transaction(
    async (transaction) => {
      const watermark = await lockWatermark(transaction, now)
      const until = await windowEnd(transaction, watermark.read_xid)
      const spenders = await spentBetween(transaction, watermark.read_xid, until)
      const refusals = await refusedBetween(transaction, watermark.refusals_until, now)
      const notices = [
        ...(await limitNotices(transaction, { spenders: [...spenders, ...refusals.spenders], refused: refusals.spenders, now })),
        ...(await balanceNotices(transaction, spenders, now)),
      ]
      const found = await recordNotices(transaction, notices, now)
      await transaction.$executeRaw`
        update notice_watermark set read_xid = ${until}::xid8, refusals_until = ${refusals.until} where id = 1`
      return found
    },
    { timeout: WAIT_MS, maxWait: WAIT_MS },
  )
}

/** At first nothing of the past is told. */
async function lockWatermark(transaction: DatabaseTransaction, now: Date): Promise<Watermark> {
  await transaction.$executeRaw`
    insert into notice_watermark (id, read_xid, refusals_until)
    values (1, pg_snapshot_xmin(pg_current_snapshot()), ${now}) on conflict do nothing`
  const [row] = await transaction.$queryRaw<Watermark[]>`
    select read_xid::text, refusals_until from notice_watermark where id = 1 for update`
  return row ?? { read_xid: '0', refusals_until: now }
}

/** The oldest transaction still running, or before that, where one run has read enough. */
async function windowEnd(transaction: DatabaseTransaction, from: string): Promise<string> {
  const [edge] = await transaction.$queryRaw<{ horizon: string; full: string | null }[]>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
           (select created_xid::text from transfer where created_xid > ${from}::xid8 order by created_xid offset ${TRANSFERS_MAX} limit 1) as full`
  const horizon = BigInt(edge?.horizon ?? from)
  const end = edge?.full ? BigInt(edge.full) : horizon
  const least = end < horizon ? end : horizon
  return String(least > BigInt(from) ? least : BigInt(from))
}

function spentBetween(transaction: DatabaseTransaction, from: string, until: string): Promise<Spender[]> {
  return transaction.$queryRaw<Spender[]>`
    select distinct charge.wallet_id::text as "walletId", charge.connection_id::text as "connectionId"
      from transfer join charge on charge.wallet_id = transfer.wallet_id and charge.id = transfer.transaction_id
     where transfer.created_xid >= ${from}::xid8 and transfer.created_xid < ${until}::xid8 and transfer.mode = 'live'`
}

/** Whose calls were refused for their limit: named by the app, or known by the token they came with. */
async function refusedBetween(transaction: DatabaseTransaction, from: Date, now: Date): Promise<{ until: Date; spenders: Spender[] }> {
  const until = new Date(now.getTime() - REFUSAL_DELAY_MS)
  if (until <= from) return { until: from, spenders: [] }
  const spenders = await transaction.$queryRaw<Spender[]>`
    select distinct connection.wallet_id::text as "walletId", connection.id::text as "connectionId"
      from (select * from refused_call where at > ${from} and at <= ${until} and mode = 'live' and code = 'spending_limit_reached'
             order by at limit ${REFUSALS_MAX}) refused
      left join external_user named on named.app_id = refused.app_id and named.mode = refused.mode
                                   and named.external_user_id = refused.external_user_id
      join connection on connection.app_id = refused.app_id and connection.id = coalesce(named.connection_id, refused.credential_id)`
  return { until, spenders }
}

type Standing = { walletId: string; connectionId: string; limit: bigint; period: LimitPeriod; windowStartsAt: Date | null; used: bigint }

type Spenders = { spenders: readonly Spender[]; refused: readonly Spender[]; now: Date }

async function limitNotices(transaction: DatabaseTransaction, { spenders, refused, now }: Spenders): Promise<NewNotice[]> {
  if (spenders.length === 0) return []
  const standings = await transaction.$queryRaw<Standing[]>`
    select connection.wallet_id::text as "walletId", connection.id::text as "connectionId", limit_microcents as "limit",
           limit_period as "period", window_starts_at as "windowStartsAt",
           (window_used_microcents - coalesce((select sum(hold.limit_part_microcents) from hold
             where hold.wallet_id = connection.wallet_id and hold.state = 'open' and hold.connection_id = connection.id), 0))::bigint as "used"
      from connection
      join unnest(${spenders.map(({ walletId }) => walletId)}::uuid[], ${spenders.map(({ connectionId }) => connectionId)}::uuid[])
        as spender (wallet_id, id) using (wallet_id, id)
     where mode = 'live' and status <> 'revoked' and limit_microcents > 0`
  const wereRefused = new Set(refused.map(({ connectionId }) => connectionId))
  return standings.flatMap((standing) => limitNotice(standing, { wasRefused: wereRefused.has(standing.connectionId), now }) ?? [])
}

/** Pure. What open calls have reserved does not count: most of it comes back. */
function limitNotice(standing: Standing, { wasRefused, now }: { wasRefused: boolean; now: Date }): NewNotice | undefined {
  const { walletId, connectionId, limit, period, windowStartsAt, used } = standing
  const { startsAt } = spendingWindow(period, now)
  if (windowStartsAt?.getTime() !== startsAt.getTime() || used * 100n < limit * NEAR_PERCENT) return undefined
  const isReached = wasRefused || used * 100n >= limit * ALL_PERCENT
  const kind = isReached ? 'limit_reached' : 'limit_near'
  return { walletId, connectionId, kind, cause: `${kind}:${connectionId}:${startsAt.toISOString()}:${limit}` }
}

/** Own money below what its owner calls low: once for each time they added some. An automatic top-up has mails of its own. */
async function balanceNotices(transaction: DatabaseTransaction, spenders: readonly Spender[], now: Date): Promise<NewNotice[]> {
  const walletIds = [...new Set(spenders.map(({ walletId }) => walletId))]
  if (walletIds.length === 0) return []
  const low = await transaction.$queryRaw<{ walletId: string; newestLot: string }[]>`
    select wallet.id::text as "walletId", max(lot.id::text) as "newestLot"
      from wallet join lot on lot.wallet_id = wallet.id and lot.app_id is null and (lot.expires_at is null or lot.expires_at > ${now})
      left join notice_preference preference on preference.user_id = wallet.user_id
     where wallet.id = any(${walletIds}::uuid[]) and wallet.kind = 'user'
       and not exists (select from auto_topup where auto_topup.wallet_id = wallet.id and auto_topup.status = 'on')
     group by wallet.id, preference.low_balance_cents
    having sum(lot.available_microcents + lot.held_microcents) < coalesce(preference.low_balance_cents, 100) * 1000000::bigint`
  return low.map(({ walletId, newestLot }) => ({
    walletId,
    connectionId: null,
    kind: 'balance_low',
    cause: `balance_low:${walletId}:${newestLot}`,
  }))
}
