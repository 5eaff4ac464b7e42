// People with a wallet each, who buy packages at Stripe and pay for calls in an app of one developer's.

import { unknownBuyer } from '../../packages/billing/src/risk/admit-buyer.ts'
import { reverseCharge } from '../../packages/billing/src/services/reverse-charge.ts'
import { openCheckout } from '../../packages/billing/src/topups/open-checkout.ts'
import { startOrder } from '../../packages/billing/src/topups/start-order.ts'
import { newId, publicId } from '../../packages/db/src/index.ts'
import { microcents } from '../../packages/money/src/index.ts'
import { between } from '../payouts-soak/chance.ts'
import type { Developer } from '../payouts-soak/developers.ts'
import { count } from '../payouts-soak/soak-world.ts'
import { patiently } from './patiently.ts'
import type { StripeSoak } from './stripe-soak-world.ts'

export type Payment = { orderId: string; paymentIntent: string; priceCents: number }

export type Person = {
  number: number
  userId: string
  walletId: string
  email: string
  developer: Developer
  connectionId: string
  payments: Payment[]
  /** Sessions whose money comes later. */
  delayed: { orderId: string; sessionId: string }[]
  /** Refunds of theirs that may still fail, and disputes that are not decided for good. */
  refunds: string[]
  disputes: string[]
  hasAutoTopup: boolean
}

const walletUrl = 'http://wallet.localhost:3001'

export async function aPerson({ world: { database } }: StripeSoak, number: number, developer: Developer): Promise<Person> {
  const [userId, walletId, connectionId] = [newId(), newId(), newId()]
  const email = `${userId}@farebox.test`
  await database.user.create({ data: { id: userId, email } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  const connection = { walletId, id: connectionId, mode: 'live', appId: developer.appId, markupBpsAccepted: 10_000 } as const
  await database.connection.create({ data: connection })
  return {
    number,
    userId,
    walletId,
    email,
    developer,
    connectionId,
    payments: [],
    delayed: [],
    refunds: [],
    disputes: [],
    hasAutoTopup: false,
  }
}

export type OpenSession = { orderId: string; sessionId: string; priceCents: number }

export async function openSession({ world, till }: StripeSoak, { walletId, email }: Person, packageName: string): Promise<OpenSession> {
  const { database } = world
  const now = world.now()
  const purchase = { kind: 'wallet_topup', walletId, packageName, buyerEmail: email, successUrl: walletUrl, cancelUrl: walletUrl } as const
  const { orderId } = await startOrder(database, purchase, { now, walletUrl })
  await patiently(() => openCheckout(till, { orderId, walletUrl, buyer: unknownBuyer, now }))
  const { stripeSessionId, priceCents } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  return { orderId, sessionId: stripeSessionId ?? '', priceCents }
}

export type Lot = { lotId: string; orderId: string; available: bigint }

/** What is left in each lot, and the purchase it came from. */
export function lotsOf({ world: { database } }: StripeSoak, walletId: string): Promise<Lot[]> {
  return database.$queryRaw<Lot[]>`
    with recursive way as (
      select id as leaf, id, origin_lot_id from lot where wallet_id = ${walletId}::uuid
      union all
      select way.leaf, lot.id, lot.origin_lot_id from way join lot on lot.id = way.origin_lot_id
    )
    select lot.id::text as "lotId", "order".id::text as "orderId", lot.available_microcents + lot.held_microcents as available
      from way join "order" on "order".lot_id = way.id join lot on lot.id = way.leaf
     where lot.wallet_id = ${walletId}::uuid order by lot.id`
}

/** A call that one lot can pay. Half of it is the model's price, half the developer's. Answers false where there is nothing to spend. */
export async function aCall(soak: StripeSoak, person: Person, random: () => number): Promise<boolean> {
  const { world } = soak
  const { walletId } = person
  const wallet = await world.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const spendable = await world.database.lot.findMany({
    where: { walletId, kind: 'topup', availableMicrocents: { gt: 0n }, expiresAt: null },
    orderBy: { id: 'asc' },
  })
  // The first, and what is too little for a call before it.
  const first = spendable.find(({ availableMicrocents }) => availableMicrocents > 200_000n)
  if (wallet.inDebt || !first) return false
  const most = first.availableMicrocents / 2n
  const base = random() < 0.2 ? most : (most * BigInt(between(random, 1, 900))) / 1_000n
  const chargeId = await payForCall(soak, person, base)
  if (chargeId && random() < 0.08) await giveBack(soak, person, chargeId)
  return chargeId !== undefined
}

/** Its charge. Undefined, and a surprise, where it was refused. */
export async function payForCall(soak: StripeSoak, person: Person, base: bigint): Promise<string | undefined> {
  const { world, price } = soak
  const { walletId, connectionId, developer } = person
  const before = await lotsOf(soak, walletId)
  const answer = await world.holds.open({
    ...{ holdId: newId(), walletId, connectionId, credentialId: developer.apiKeyId, requestHash: Buffer.from(newId()) },
    ...{ model: 'soak-model', providerId: price.providerId, priceVersionIds: [price.priceVersionId], fixedNumerator: base * 1_000_000n },
    ...{ unitPriceMicrocentsPerMillion: 0n, unitsWanted: 1, unitsMinimum: 1 },
  })
  if (answer.outcome !== 'held') {
    world.surprises.push(`A call was refused though the money is there: ${answer.outcome}.`)
    return undefined
  }
  const cost = { baseMicrocents: microcents(base), costMicrocents: microcents(base), usage: {}, outcome: 'complete' }
  await world.holds.settle({ holdId: answer.holdId, walletId, resolution: 'settled', ...cost })
  await notePaid(soak, person, { before, baseMicrocents: base, markupMicrocents: base, chargeId: answer.holdId })
  count(world, 'call paid')
  return answer.holdId
}

/** The developer returns the markup of a call. */
async function giveBack(soak: StripeSoak, { walletId, developer }: Person, chargeId: string): Promise<void> {
  const { world, notes } = soak
  const { appId, organizationId } = developer
  const before = new Map((await lotsOf(soak, walletId)).map(({ lotId, available }) => [lotId, available]))
  const after = logLength(soak)
  await reverseCharge(world.database, {
    ...{ caller: { appId, mode: 'live' }, chargeId: publicId('charge', chargeId), reason: 'It was not good.', now: world.now() },
  })
  for (const { lotId, orderId, available } of await lotsOf(soak, walletId)) {
    const amountMicrocents = available - (before.get(lotId) ?? 0n)
    if (amountMicrocents > 0n) notes.push({ after, kind: 'call given back', orderId, organizationId, amountMicrocents })
  }
  count(world, 'call given back by its developer')
}

type Paid = { before: readonly Lot[]; baseMicrocents: bigint; markupMicrocents: bigint; chargeId: string }

/** What each purchase paid of a call. Which part of it was markup is told by the books, and must add up. */
export async function notePaid(soak: StripeSoak, { walletId, developer }: Person, { before, chargeId, ...expected }: Paid): Promise<void> {
  const { world, notes } = soak
  const after = new Map((await lotsOf(soak, walletId)).map(({ lotId, available }) => [lotId, available]))
  const earned = await world.database.transfer.findMany({ where: { walletId, transactionId: chargeId, creditKind: 'earnings_pending' } })
  let [total, markup] = [0n, 0n]
  for (const { lotId, orderId, available } of before) {
    const paid = available - (after.get(lotId) ?? 0n)
    if (paid === 0n) continue
    const markupMicrocents = earned.reduce((sum, { debitId, amountMicrocents }) => sum + (debitId === lotId ? amountMicrocents : 0n), 0n)
    const { organizationId } = developer
    notes.push({ after: logLength(soak), kind: 'call', orderId, organizationId, baseMicrocents: paid - markupMicrocents, markupMicrocents })
    total += paid
    markup += markupMicrocents
  }
  const { baseMicrocents, markupMicrocents } = expected
  if (total !== baseMicrocents + markupMicrocents || markup !== markupMicrocents) {
    world.surprises.push(
      `A call of ${baseMicrocents} and ${markupMicrocents} for its developer took ${total}, of it ${markup} for the developer.`,
    )
  }
}

export const logLength = ({ world: { stripe } }: StripeSoak) => stripe.log().length
