// Users who buy packages at Stripe and spend them on calls: where every microcent of earnings comes from.
import { followPayments } from '../../packages/billing/src/payments/follow-payments.ts'
import { unknownBuyer } from '../../packages/billing/src/risk/admit-buyer.ts'
import { completeOrder } from '../../packages/billing/src/topups/complete-order.ts'
import { openCheckout } from '../../packages/billing/src/topups/open-checkout.ts'
import { startOrder } from '../../packages/billing/src/topups/start-order.ts'
import { newId } from '../../packages/db/src/index.ts'
import { foldTransfers } from '../../packages/ledger/src/index.ts'
import { type Microcents, microcents } from '../../packages/money/src/index.ts'
import type { Developer } from './developers.ts'
import { count, type SoakWorld } from './soak-world.ts'
import { workerJob } from './worker-job.ts'

export type Price = { providerId: string; priceVersionId: string }

const walletUrl = 'http://wallet.localhost:3001'
/** What `pro` credits. A call takes its price twice: once for the model, once as markup. */
const CREDIT_OF_PRO = microcents(4_650_000_000n)
const AT_ONCE = 6

export async function aPrice({ database }: SoakWorld): Promise<Price> {
  const [providerId, priceVersionId] = [newId(), newId()]
  await database.provider.create({ data: { id: providerId, name: 'soak' } })
  const price = { id: priceVersionId, model: 'soak-model', providerId, startsAt: new Date(0), source: 'test' }
  await database.priceVersion.create({ data: price })
  return { providerId, priceVersionId }
}

export type Earning = { developer: Developer; markupMicrocents: Microcents }

/** Everybody's users pay. Users share wallets as far as the money in them reaches. */
export async function earn(world: SoakWorld, price: Price, earnings: Earning[]): Promise<void> {
  const purses = packed(earnings)
  for (let at = 0; at < purses.length; at += AT_ONCE) {
    await Promise.all(purses.slice(at, at + AT_ONCE).map((purse) => spendOnePackage(world, price, purse)))
  }
  await workerJob(world, 'follow payments', () => followPayments(world.till, world.now()))
  await foldEverything(world)
}

/** Gathers earnings that one package can pay. */
function packed(earnings: readonly Earning[]): Earning[][] {
  const purses: { left: bigint; earnings: Earning[] }[] = []
  for (const earning of earnings) {
    const needed = earning.markupMicrocents * 2n
    let purse = purses.at(-1)
    if (!purse || purse.left < needed) {
      purse = { left: CREDIT_OF_PRO, earnings: [] }
      purses.push(purse)
    }
    purse.left -= needed
    purse.earnings.push(earning)
  }
  return purses.map((purse) => purse.earnings)
}

async function spendOnePackage(world: SoakWorld, price: Price, purse: Earning[]): Promise<void> {
  const walletId = await aBuyer(world)
  for (const earning of purse) await aCall(world, { walletId, ...earning, ...price })
}

async function aBuyer(world: SoakWorld): Promise<string> {
  const { database, till, stripe } = world
  const [userId, walletId] = [newId(), newId()]
  const email = `${userId}@farebox.test`
  await database.user.create({ data: { id: userId, email } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  const purchase = { kind: 'wallet_topup', walletId, packageName: 'pro', buyerEmail: email } as const
  const now = world.now()
  const { orderId } = await startOrder(database, { ...purchase, successUrl: walletUrl, cancelUrl: walletUrl }, { now, walletUrl })
  await openCheckout(till, { orderId, walletUrl, buyer: unknownBuyer, now })
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  stripe.pay(stripeSessionId ?? '')
  await completeOrder(till, orderId, now)
  count(world, 'package bought')
  return walletId
}

type Call = { walletId: string } & Price & Earning

async function aCall(world: SoakWorld, { walletId, developer, markupMicrocents, providerId, priceVersionId }: Call): Promise<void> {
  const { database, holds } = world
  const connectionId = newId()
  const connection = { walletId, id: connectionId, mode: 'live', appId: developer.appId, markupBpsAccepted: 10_000 } as const
  await database.connection.create({ data: connection })
  const answer = await holds.open({
    ...{ holdId: newId(), walletId, connectionId, credentialId: developer.apiKeyId, requestHash: Buffer.from(connectionId) },
    ...{ model: 'soak-model', providerId, priceVersionIds: [priceVersionId], fixedNumerator: markupMicrocents * 1_000_000n },
    ...{ unitPriceMicrocentsPerMillion: 0n, unitsWanted: 1, unitsMinimum: 1 },
  })
  if (answer.outcome !== 'held') throw new Error(`a call was refused: ${answer.outcome}`)
  const cost = { baseMicrocents: markupMicrocents, costMicrocents: markupMicrocents, usage: {}, outcome: 'complete' }
  await holds.settle({ holdId: answer.holdId, walletId, resolution: 'settled', ...cost })
  developer.earnedMicrocents += markupMicrocents
  count(world, 'call paid')
}

/** Until every transfer is folded: another database's open transaction on the same server may hold it back for a moment. */
async function foldEverything({ database }: SoakWorld): Promise<void> {
  const [now] = await database.$queryRaw<{ xid: string }[]>`select pg_snapshot_xmax(pg_current_snapshot())::text as xid`
  for (let attempt = 0; attempt < 1_000; attempt++) {
    await foldTransfers(database)
    const [mark] = await database.$queryRaw<{ done: boolean }[]>`select folded_xid >= ${now?.xid}::xid8 as done from fold_watermark`
    if (mark?.done) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('a transaction of this server stayed open for twenty seconds')
}
