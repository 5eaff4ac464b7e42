// For tests: a database of their own whose books are proven before it is dropped, and wallets with real money in them.
import { connectDatabase, type Database, type Mode, newId } from '@farebox/db'
import { freshDatabase } from '@farebox/db/testing'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { afterAll, beforeAll } from 'vitest'
import { foldTransfers } from './fold.ts'
import { type HoldRequest, Holds, type HoldsOptions } from './holds.ts'
import type { Movement } from './movement.ts'
import { grantIssued } from './movements/grant-issued.ts'
import { grantPoolFunded } from './movements/grant-pool-funded.ts'
import { topupReceived } from './movements/topup-received.ts'
import { post } from './post.ts'
import { assertReconciled } from './reconcile.ts'

export type LedgerDatabase = { url: string; database: Database; close: () => Promise<void> }

/** `close()` fails the test file when an invariant is broken. */
export async function ledgerDatabase(): Promise<LedgerDatabase> {
  const fresh = await freshDatabase()
  const database = connectDatabase(fresh.url)
  async function close() {
    try {
      await assertReconciled(database)
    } finally {
      await database.$disconnect()
      await fresh.drop()
    }
  }
  return { url: fresh.url, database, close }
}

/** The same, and a connection that holds money there. */
export async function ledgerWithHolds(options: HoldsOptions = {}): Promise<LedgerDatabase & { holds: Holds }> {
  const ledger = await ledgerDatabase()
  const holds = new Holds(ledger.url, options)
  const close = async () => {
    await holds.end()
    await ledger.close()
  }
  return { ...ledger, holds, close }
}

type World = { stop: () => Promise<void> } | { close: () => Promise<void> }

/** `const ledger = opened(ledgerDatabase)`: there before the first hook or test of this file begins, and proven and gone after the last. */
export function opened<Opened extends World>(open: () => Promise<Opened>): Opened {
  const world = {} as Opened
  beforeAll(async () => {
    Object.assign(world, await open())
  })
  afterAll(() => ('stop' in world ? world.stop() : world.close()))
  return world
}

export type PayingWorld = {
  organizationId: string
  appId: string
  apiKeyId: string
  walletId: string
  connectionId: string
  providerId: string
  priceVersionId: string
}

export type PayingWorldOptions = {
  mode?: Mode
  markupBps?: number
  limitMicrocents?: Microcents
  limitCallMicrocents?: Microcents
}

/** An organization with an app and a key, and a user whose wallet is connected to it. No money yet. */
export async function payingWorld(database: Database, options: PayingWorldOptions = {}): Promise<PayingWorld> {
  const { mode = 'live', markupBps = 1_500, limitMicrocents, limitCallMicrocents } = options
  const ids = {
    organizationId: newId(),
    appId: newId(),
    apiKeyId: newId(),
    walletId: newId(),
    connectionId: newId(),
    providerId: newId(),
    priceVersionId: newId(),
  }
  const userId = newId()
  await database.organization.create({ data: { id: ids.organizationId, name: 'Pixel Pals' } })
  await database.app.create({ data: { id: ids.appId, organizationId: ids.organizationId, name: 'PixelPal', markupBps } })
  await database.apiKey.create({
    data: {
      id: ids.apiKeyId,
      organizationId: ids.organizationId,
      appId: ids.appId,
      mode,
      name: 'test',
      secretHash: Buffer.from(ids.apiKeyId),
      lastFour: '0000',
    },
  })
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await database.wallet.create({ data: { id: ids.walletId, mode, kind: 'user', userId } })
  await database.connection.create({
    data: {
      walletId: ids.walletId,
      id: ids.connectionId,
      mode,
      appId: ids.appId,
      markupBpsAccepted: markupBps,
      limitMicrocents: limitMicrocents ?? null,
      limitCallMicrocents: limitCallMicrocents ?? null,
    },
  })
  await database.provider.create({ data: { id: ids.providerId, name: `provider-${ids.providerId}` } })
  await database.priceVersion.create({
    data: { id: ids.priceVersionId, model: 'test-model', providerId: ids.providerId, startsAt: new Date(0), source: 'test' },
  })
  return ids
}

/** Buys a lot as an order would: the order is paid, the movement posted. Returns the lot. */
export async function payIn(
  database: Database,
  { walletId, creditMicrocents, appId, mode = 'live' }: { walletId: string; creditMicrocents: Microcents; appId?: string; mode?: Mode },
): Promise<string> {
  const [orderId, lotId, transactionId] = [newId(), newId(), newId()]
  const paymentIntent = `pi_${orderId}`
  const priceCents = Number(creditMicrocents / fromCents(1)) + 100
  await database.$transaction(async (transaction) => {
    await transaction.order.create({
      data: {
        ...paidOrder({ orderId, paymentIntent, priceCents, creditMicrocents, mode }),
        kind: 'wallet_topup',
        walletId,
        lotId,
      },
    })
    await post(
      transaction,
      topupReceived({ transactionId, mode, walletId, lotId, paymentIntent, paidCents: priceCents, creditMicrocents, appId }),
    )
  })
  return lotId
}

/** Funds an app's grant pool as an order would. */
export async function fundPool(
  database: Database,
  { appId, creditMicrocents }: { appId: string; creditMicrocents: Microcents },
): Promise<void> {
  const orderId = newId()
  const paymentIntent = `pi_${orderId}`
  const paidCents = Number(creditMicrocents / fromCents(1)) + 100
  await database.$transaction(async (transaction) => {
    await transaction.order.create({
      data: { ...paidOrder({ orderId, paymentIntent, priceCents: paidCents, creditMicrocents, mode: 'live' }), kind: 'grant_pool', appId },
    })
    await post(transaction, grantPoolFunded({ transactionId: newId(), mode: 'live', appId, paymentIntent, paidCents, creditMicrocents }))
  })
}

/** Gives a grant out of a pool that is funded for it. Returns the lot. */
export async function giveGrant(
  database: Database,
  { walletId, appId, amountMicrocents, expiresAt }: { walletId: string; appId: string; amountMicrocents: Microcents; expiresAt?: Date },
): Promise<string> {
  const lotId = newId()
  await fundPool(database, { appId, creditMicrocents: amountMicrocents })
  const grant = { transactionId: newId(), mode: 'live', appId, walletId, lotId, amountMicrocents, expiresAt } as const
  await database.$transaction((transaction) => post(transaction, grantIssued({ ...grant, operationKey: `grant:${lotId}` })))
  return lotId
}

function paidOrder(facts: { orderId: string; paymentIntent: string; priceCents: number; creditMicrocents: Microcents; mode: Mode }) {
  return {
    id: facts.orderId,
    mode: facts.mode,
    status: 'paid' as const,
    description: 'test',
    priceCents: facts.priceCents,
    creditMicrocents: facts.creditMicrocents,
    successUrl: 'http://localhost/',
    cancelUrl: 'http://localhost/',
    paymentIntent: facts.paymentIntent,
    paidAt: new Date(),
  }
}

/** Folds everything committed until now. Tests beside this one, on the same server, hold the fold back while they write. */
export async function foldAll(database: Database): Promise<void> {
  const [now] = await database.$queryRaw<{ xid: string }[]>`select pg_snapshot_xmax(pg_current_snapshot())::text as xid`
  for (let attempt = 0; attempt < 500; attempt++) {
    await foldTransfers(database)
    const [mark] = await database.$queryRaw<{ done: boolean }[]>`select folded_xid >= ${now?.xid}::xid8 as done from fold_watermark`
    if (mark?.done) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('a transaction of this server stayed open for ten seconds')
}

/** A request for a hold of exactly `amountMicrocents` of base cost, not to be clamped. */
export function holdRequest(world: PayingWorld, baseMicrocents: Microcents, changes: Partial<HoldRequest> = {}): HoldRequest {
  return {
    holdId: newId(),
    walletId: world.walletId,
    connectionId: world.connectionId,
    credentialId: world.apiKeyId,
    requestHash: Buffer.from(String(baseMicrocents)),
    model: 'test-model',
    providerId: world.providerId,
    priceVersionIds: [world.priceVersionId],
    fixedNumerator: baseMicrocents * 1_000_000n,
    unitPriceMicrocentsPerMillion: 0n,
    unitsWanted: 1,
    unitsMinimum: 1,
    ...changes,
  }
}

/** A service of the world's app, in force for long. Pass what it answers to `holdRequest`: the base is then the whole charge. */
export async function ownService(
  database: Database,
  { appId, organizationId }: Pick<PayingWorld, 'appId' | 'organizationId'>,
  form: { microcents: number; per: string } = { microcents: 1, per: 'piece' },
): Promise<{ serviceId: string; priceVersionIds: string[]; model: string; providerId: string }> {
  const [id, priceId] = [newId(), newId()]
  const name = `service-${id}`
  await database.service.create({ data: { id, appId, organizationId, name, unit: form.per } })
  await database.servicePrice.create({ data: { id: priceId, serviceId: id, form, startsAt: new Date(0) } })
  const provider = await database.provider.findUniqueOrThrow({ where: { name: 'developer' } })
  return { serviceId: id, priceVersionIds: [priceId], model: `service:${name}`, providerId: provider.id }
}

/** `dollars('8.50')` */
export function dollars(amount: string): Microcents {
  const [whole = '0', fraction = ''] = amount.split('.')
  return microcents(BigInt(whole) * 100_000_000n + BigInt(fraction.padEnd(8, '0')))
}

export async function walletTotals(database: Database, walletId: string) {
  const lots = await database.lot.findMany({ where: { walletId } })
  return {
    available: microcents(lots.reduce((total, lot) => total + lot.availableMicrocents, 0n)),
    held: microcents(lots.reduce((total, lot) => total + lot.heldMicrocents, 0n)),
  }
}

/** What a movement adds to each account (credits less debits), as `{ 'lot <id>': 850_000_000n }`. */
export function accountChanges(movement: Movement): Record<string, bigint> {
  const changes: Record<string, bigint> = {}
  for (const { debit, credit, amount } of movement.transfers) {
    const [from, to] = [`${debit.kind} ${debit.id}`, `${credit.kind} ${credit.id}`]
    changes[from] = (changes[from] ?? 0n) - amount
    changes[to] = (changes[to] ?? 0n) + amount
  }
  return changes
}
