// A job: events of calls. A call itself writes nothing for webhooks; charges are read from the journal by windows of transaction ids
// (as the fold does: a row with an older id may commit later), refused calls by time, both only for apps that asked to be told.
import { type ChargeModel, type Database, type DatabaseTransaction, type Mode, publicId } from '@farebox/db'
import { microcents, toDollars } from '@farebox/money'
import { spendingWindow } from '../connections/spending-window.ts'
import { describeCharge } from '../usage/list-charges.ts'
import type { WebhookEventType } from './events.ts'
import { recordEvent } from './record-event.ts'
import { tellOfConnection } from './tell-of-connection.ts'
import { toldUser } from './told-user.ts'

const ROWS_MAX = 500
/** A refused call is written some seconds after it happened. */
const REFUSAL_DELAY_MS = 5_000
const WAIT_MS = 30_000

type Watermark = { read_xid: string; refusals_until: Date }
type Subscriber = { appId: string; mode: Mode }

/** Returns how many charges and refusals were looked at. Two workers at once: the second waits, and finds nothing left. */
export async function tellUsage(database: Database, now: Date): Promise<number> {
  return database.$transaction(
    async (transaction) => {
      const watermark = await lockWatermark(transaction, now)
      const charges = await tellCharges(transaction, watermark.read_xid, now)
      const refusals = await tellRefusals(transaction, watermark.refusals_until, now)
      await transaction.$executeRaw`
        update webhook_watermark set read_xid = ${charges.until}::xid8, refusals_until = ${refusals.until} where id = 1`
      return charges.told + refusals.told
    },
    { timeout: WAIT_MS, maxWait: WAIT_MS },
  )
}

/** At first nothing of the past is told. */
async function lockWatermark(transaction: DatabaseTransaction, now: Date): Promise<Watermark> {
  await transaction.$executeRaw`
    insert into webhook_watermark (id, read_xid, refusals_until)
    values (1, pg_snapshot_xmin(pg_current_snapshot()), ${now}) on conflict do nothing`
  const [row] = await transaction.$queryRaw<Watermark[]>`
    select read_xid::text, refusals_until from webhook_watermark where id = 1 for update`
  return row ?? { read_xid: '0', refusals_until: now }
}

/** Reads up to the oldest transaction still running, or as much as one run may tell. */
async function tellCharges(transaction: DatabaseTransaction, from: string, now: Date): Promise<{ until: string; told: number }> {
  const [edge] = await transaction.$queryRaw<{ horizon: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`
  const horizon = edge?.horizon ?? from
  if (BigInt(horizon) <= BigInt(from)) return { until: from, told: 0 }
  const apps = await subscribers(transaction, ['usage.completed'])
  if (apps.length === 0) return { until: horizon, told: 0 }

  const rows = await transaction.$queryRaw<{ wallet_id: string; id: string; xid: string }[]>`
    select c.wallet_id, c.id, min(t.created_xid::text::bigint)::text as xid
      from transfer t join charge c on c.wallet_id = t.wallet_id and c.id = t.transaction_id
     where t.created_xid >= ${from}::xid8 and t.created_xid < ${horizon}::xid8 and c.app_id = any(${apps.map(({ appId }) => appId)}::uuid[])
     group by c.wallet_id, c.id order by min(t.created_xid::text::bigint), c.id limit ${ROWS_MAX + 1}`
  const last = rows.at(ROWS_MAX)
  // A whole transaction or nothing of it: the window ends where the first that did not fit begins.
  const isCut = last !== undefined && last.xid !== rows[0]?.xid
  const taken = isCut ? rows.filter(({ xid }) => xid !== last.xid) : rows
  for (const { wallet_id: walletId, id } of taken) {
    const charge = await transaction.charge.findUniqueOrThrow({ where: { walletId_id: { walletId, id } } })
    await tellCharge(transaction, charge, now)
  }
  return { until: isCut ? last.xid : horizon, told: taken.length }
}

async function tellCharge(transaction: DatabaseTransaction, charge: ChargeModel, now: Date): Promise<void> {
  const { id, walletId, connectionId, appId, mode, externalUserId } = charge
  const told = describeCharge(charge)
  const user = externalUserId === null ? null : await toldUser(transaction, { connectionId, walletId, appId })
  const paid = await transaction.transfer.findMany({ where: { walletId, transactionId: id, debitKind: 'lot' } })
  const grants = await transaction.lot.findMany({
    where: { walletId, kind: 'grant', id: { in: paid.map(({ debitId }) => debitId) } },
    select: { id: true },
  })
  const ofGrants = new Set(grants.map((lot) => lot.id))
  const grantPart = paid.filter(({ debitId }) => ofGrants.has(debitId)).reduce((sum, { amountMicrocents }) => sum + amountMicrocents, 0n)
  const data = {
    ...{ charge_id: told.id, request_id: told.requestId, user: user && { ...user, external_user_id: externalUserId } },
    ...{ end_user: told.endUser, model: told.model, service: told.service, usage: told.usage, outcome: told.outcome },
    ...{ total: toDollars(told.total), base: toDollars(told.base), markup: toDollars(told.markup), currency: 'USD' },
    ...{ provider_cost: toDollars(told.providerCost), grant_part: grantPartOf(grantPart) },
    settled_at: told.settledAt.toISOString(),
  }
  const objectId = publicId('charge', id)
  await recordEvent(transaction, { type: 'usage.completed', mode, about: { appId }, objectId, data, cause: `usage.completed:${id}`, now })
}

const grantPartOf = (amount: bigint) => toDollars(microcents(amount))

const refusalEvents: Readonly<Record<string, 'limit.reached' | 'balance.low'>> = {
  spending_limit_reached: 'limit.reached',
  wallet_empty: 'balance.low',
}

async function tellRefusals(transaction: DatabaseTransaction, from: Date, now: Date): Promise<{ until: Date; told: number }> {
  const until = new Date(now.getTime() - REFUSAL_DELAY_MS)
  if (until <= from) return { until: from, told: 0 }
  const apps = await subscribers(transaction, ['limit.reached', 'balance.low'])
  const refusals = await transaction.refusedCall.findMany({
    where: {
      at: { gt: from, lte: until },
      externalUserId: { not: null },
      code: { in: Object.keys(refusalEvents) },
      OR: apps,
    },
    orderBy: { at: 'asc' },
    distinct: ['appId', 'mode', 'externalUserId', 'code'],
    take: ROWS_MAX,
  })
  for (const { appId, mode, externalUserId, code, at } of refusals) {
    const type = refusalEvents[code]
    const name = externalUserId && { appId_mode_externalUserId: { appId, mode, externalUserId } }
    const user = name && (await transaction.externalUser.findUnique({ where: name }))
    if (!type || !user) continue
    const connection = await transaction.connection.findUnique({
      where: { walletId_id: { walletId: user.walletId, id: user.connectionId } },
    })
    if (!connection) continue
    if (type === 'limit.reached') {
      const { startsAt } = spendingWindow(connection.limitPeriod, at)
      const once = `limit.reached:${connection.id}:${startsAt.toISOString()}:${connection.limitMicrocents}`
      await tellOfConnection(transaction, type, { connection, now, once })
    } else {
      const data = { user: { connection_id: publicId('connection', connection.id), external_user_id: externalUserId } }
      const cause = `balance.low:${connection.id}:${at.toISOString().slice(0, 10)}`
      await recordEvent(transaction, { type, mode, about: { appId }, objectId: publicId('connection', connection.id), data, cause, now })
    }
  }
  return { until, told: refusals.length }
}

async function subscribers(transaction: DatabaseTransaction, types: WebhookEventType[]): Promise<Subscriber[]> {
  return transaction.webhookEndpoint.findMany({
    where: { status: 'enabled', events: { hasSome: types } },
    select: { appId: true, mode: true },
    distinct: ['appId', 'mode'],
  })
}
