// Anything may happen in any order: people pay and spend, developers are paid, banks take money back, change their minds and are heard of
// late. Whatever happened, nobody is below zero, nothing is lost or made, and each loss is borne in the order that was promised.
import { newId } from '@farebox/db'
import { earningsSpentOnBalance, post } from '@farebox/ledger'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { dollars, opened, type PayingWorld, payingWorld } from '@farebox/ledger/testing'
import { fromCents, microcents } from '@farebox/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lotsOfPayment } from '../payments/lots-of-payment.ts'
import { spentOf } from '../payments/spent-of.ts'
import type { StripeDisputeStatus } from '../stripe/payment-gate.ts'
import { aPayer, book, call, disputeWorld, follow, mature, moneyOf, pays, spend } from '../testing/dispute-world.ts'

const world = opened(disputeWorld)

type Purchase = Awaited<ReturnType<typeof pays>> & { user: PayingWorld }
type Running = Awaited<ReturnType<typeof call>>

/** Two people of one app, what they bought, and the calls that are under way. */
type Town = { users: PayingWorld[]; purchases: Purchase[]; running: Running[]; walletId: string }

const ends: StripeDisputeStatus[] = ['won', 'lost', 'under_review', 'needs_response']
const step = fc.record({
  what: fc.constantFrom(
    'pay',
    'spend',
    'spend',
    'begin',
    'end',
    'mature',
    'payout',
    'refund',
    'dispute',
    'turn',
    'turn',
    'warn',
    'book',
    'book',
    'follow',
  ),
  who: fc.nat(3),
  amount: fc.nat(400_000_000),
  how: fc.nat(11),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

async function aTown(): Promise<Town> {
  const first = await payingWorld(world.database)
  const [userId, walletId, connectionId, ownWallet] = [newId(), newId(), newId(), newId()]
  const { database } = world
  await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  await database.connection.create({ data: { walletId, id: connectionId, mode: 'live', appId: first.appId, markupBpsAccepted: 1_500 } })
  await database.wallet.create({ data: { id: ownWallet, mode: 'live', kind: 'organization', organizationId: first.organizationId } })
  return { users: [first, { ...first, walletId, connectionId }], purchases: [], running: [], walletId: ownWallet }
}

async function take(town: Town, { what, who, amount, how }: Step): Promise<void> {
  const user = town.users[who % 2] as PayingWorld
  const purchase = town.purchases[who % Math.max(1, town.purchases.length)]
  if (what === 'pay') town.purchases.push({ ...(await pays(world, user, microcents(BigInt(amount + 1_000_000)))), user })
  if (what === 'spend') await spend(world, user, microcents(BigInt(amount + 1))).catch(() => {})
  if (what === 'begin') town.running.push(await call(world, user, microcents(BigInt(amount + 1_000))))
  if (what === 'end') await town.running.pop()?.settle(microcents(BigInt(how * 90)))
  if (what === 'mature') await mature(world)
  if (what === 'payout') await payOut(town, amount)
  if (what === 'follow') await follow(world)
  if (!purchase) return
  const [dispute] = purchase.stripe.payment().disputes
  if (what === 'warn' && purchase.stripe.payment().fraudWarnings.length === 0) purchase.stripe.warn()
  if (what === 'dispute' && !dispute) {
    const most = leftAtStripe(purchase)
    if (most === 0) return
    const cents = how % 3 === 0 ? 1 + (amount % most) : most
    purchase.stripe.dispute({ cents, reason: how % 2 === 0 ? 'fraudulent' : 'general' })
  }
  if (what === 'refund' && !dispute && leftAtStripe(purchase) > 0) purchase.stripe.refunded(1 + (amount % leftAtStripe(purchase)))
  if (what === 'turn') purchase.stripe.turnFirst(ends[how % ends.length] as StripeDisputeStatus)
  // Most news is heard at once; some late, or only at the end.
  if (what === 'book' || (what === 'turn' && how % 3 > 0)) await book(world, purchase)
}

/** What was charged and not refunded, in cents. */
const leftAtStripe = ({ order, stripe }: Purchase): number =>
  stripe.payment().refunds.reduce((left, { amountCents }) => left - amountCents, order.priceCents)

/** As a payout does, of what is available. */
async function payOut({ users, walletId }: Town, amount: number): Promise<void> {
  const { organizationId } = users[0] as PayingWorld
  const { available } = await moneyOf(world, users[0] as PayingWorld)
  const amountMicrocents = microcents(available < BigInt(amount) ? available : BigInt(amount))
  if (amountMicrocents === 0n) return
  const facts = { transactionId: newId(), organizationId, walletId, lotId: newId(), operationKey: newId() }
  await world.database.$transaction((transaction) => post(transaction, earningsSpentOnBalance({ ...facts, amountMicrocents })))
}

/** What stands in the books of one purchase, against the little that must be true of it whatever happened. */
async function checkPurchase({ order, stripe }: Purchase): Promise<bigint> {
  const { database } = world
  const lots = await lotsOfPayment(database, order)
  const spent = await spentOf(database, lots)
  const markup = spent.reduce((total, part) => total + part.markup, 0n)
  const base = spent.reduce((total, part) => total + part.base, 0n)
  const left = lots.reduce((total, lot) => total + lot.available + lot.held, 0n)
  const cases = await database.dispute.findMany({ where: { orderId: order.id }, include: { earnings: true } })
  const { _sum: refunds } = await database.refund.aggregate({
    where: { orderId: order.id },
    _sum: { creditMicrocents: true, feeMicrocents: true, amountCents: true },
  })
  const refunded = { credit: refunds.creditMicrocents ?? 0n, fee: refunds.feeMicrocents ?? 0n, cents: refunds.amountCents ?? 0 }
  const frozen = await database.account.findMany({ where: { kind: 'dispute_hold', id: { in: cases.map(({ id }) => id) } } })
  const frozenNow = frozen.reduce((total, account) => total + account.balanceMicrocents, 0n)
  const dispute = cases.find(({ kind }) => kind === 'dispute')
  const claimed = (dispute?.earnings ?? []).reduce((total, part) => total + part.takenMicrocents + part.owedMicrocents, 0n)
  const gone = dispute?.walletMicrocents ?? 0n
  expect(left + frozenNow + gone + markup + base + refunded.credit).toBe(order.creditMicrocents)
  const [atStripe] = stripe.payment().disputes
  if (dispute?.phase === 'lost' && atStripe) {
    const fee = fromCents(order.priceCents) - order.creditMicrocents
    const least = (one: bigint, other: bigint) => (one < other ? one : other)
    const isLast = atStripe.amountCents >= order.priceCents - refunded.cents
    const feeLeft = fee - refunded.fee
    const share = isLast ? feeLeft : least(feeLeft, (BigInt(atStripe.amountCents) * fee) / BigInt(order.priceCents))
    const most = fromCents(atStripe.amountCents) - share
    const rest = order.creditMicrocents - markup - base - refunded.credit
    expect({ wallet: gone, markup: claimed, package: dispute.packageMicrocents }).toEqual({
      wallet: least(rest, most),
      markup: least(markup, most - least(rest, most)),
      package: share,
    })
    expect(gone + claimed + dispute.packageMicrocents + dispute.lossMicrocents).toBe(fromCents(atStripe.amountCents))
    expect(dispute.disputedMicrocents).toBe(0n)
  } else {
    expect([gone, claimed, dispute?.lossMicrocents ?? 0n, dispute?.packageMicrocents ?? 0n]).toEqual([0n, 0n, 0n, 0n])
  }
  if (cases.some(({ phase }) => phase === 'open')) expect(left).toBe(0n)
  else expect(frozenNow).toBe(0n)
  return claimed
}

describe('disputes', () => {
  it('M41, M58–M65: whatever happens in whatever order, nobody is below zero and every microcent is where it should be', async () => {
    const story = fc.array(step, { minLength: 10, maxLength: 24 })
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const town = await aTown()
        for (const user of town.users) town.purchases.push({ ...(await pays(world, user, dollars('4.05'))), user })
        town.purchases[0]?.stripe.dispute()
        for (const each of steps) await take(town, each)
        // Banks change their minds, and each time is heard of.
        for (const { how, who } of steps.slice(0, 6)) await take(town, { what: 'turn', who: who % 2, amount: 0, how: how - (how % 3) + 1 })
        while (town.running.length > 0) await town.running.pop()?.settle(microcents(500n))
        // At last everything has been heard of, and calls have ended; hearing it again changes nothing.
        for (let round = 0; round < 2; round++) for (const purchase of town.purchases) await book(world, purchase)
        await follow(world)
        expect(await follow(world)).toBe(0)
        let claimed = 0n
        for (const purchase of town.purchases) claimed += await checkPurchase(purchase)
        await checkEarnings(town, claimed)
        await assertReconciled(world.database)
        // The next town follows its own only.
        await world.database.dispute.updateMany({ data: { isFollowed: false } })
      }),
      // No shrinking: a story is short, and each try costs a town.
      { numRuns: 6, endOnFailure: true },
    )
  }, 120_000)

  it('M41: ends the same whichever of its news was heard: each, none but the last, and all between', async () => {
    const turns: StripeDisputeStatus[] = ['lost', 'appeal_under_review', 'won', 'lost']
    const seen = new Set<string>()
    for (let heard = 0; heard < 2 ** (turns.length - 1); heard++) {
      const payer = await aPayer(world, dollars('9.00'))
      await spend(world, payer.world, dollars('4.00'))
      const dispute = payer.stripe.dispute()
      for (const [place, status] of turns.entries()) {
        payer.stripe.turn(dispute, status)
        if ((heard >> place) & 1) await book(world, payer)
      }
      const [end] = await book(world, payer)
      const { walletMicrocents, packageMicrocents, lossMicrocents, disputedMicrocents } = end ?? {}
      const money = await moneyOf(world, payer.world)
      seen.add(
        JSON.stringify([walletMicrocents, packageMicrocents, lossMicrocents, disputedMicrocents, money], (_, value) => String(value)),
      )
    }
    expect(seen.size).toBe(1)
  }, 60_000)
})

/** All markup is somewhere: waiting, available, held, paid out, or gone with a lost dispute. What was paid out too early is owed. */
async function checkEarnings({ users, purchases, walletId }: Town, claimed: bigint): Promise<void> {
  const { database } = world
  const user = users[0] as PayingWorld
  let markup = 0n
  for (const { order } of purchases) {
    for (const part of await spentOf(database, await lotsOfPayment(database, order))) markup += part.markup
  }
  const { available, held, owed } = await moneyOf(world, user)
  const paid = await database.lot.aggregate({ where: { walletId }, _sum: { originalMicrocents: true } })
  const [pending] = await database.$queryRaw<{ amount: bigint }[]>`
    select coalesce(sum(case when credit_kind = 'earnings_pending' then amount_microcents else -amount_microcents end), 0)::bigint as amount from transfer
     where (credit_kind = 'earnings_pending' and credit_id = ${user.organizationId}::uuid) or (debit_kind = 'earnings_pending' and debit_id = ${user.organizationId}::uuid)`
  expect((pending?.amount ?? 0n) + available + held + (paid._sum.originalMicrocents ?? 0n) - owed).toBe(markup - claimed)
  expect(pending?.amount).toBeGreaterThanOrEqual(0n)
}
