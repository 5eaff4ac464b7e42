// Claims racing with calls, settlements, top-ups, grants and the jobs that follow: nothing is lost, nothing is there twice.
// A failure names its seed.
import { newId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { Holds } from '@farebox/ledger/holds'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { dollars, holdRequest, opened, type PayingWorld, payingWorld } from '@farebox/ledger/testing'
import { microcents } from '@farebox/money'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { confirmConnectLink } from '../connect-links/confirm-connect-link.ts'
import { createConnectLink } from '../connect-links/create-connect-link.ts'
import { allowByLink } from '../connect-links/open-connect-link.ts'
import { issueGrant } from '../grants/issue-grant.ts'
import { returnExpiredGrants } from '../grants/return-expired-grants.ts'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { fundPool } from '../testing/fund-pool.ts'
import { aWallet, balanceOf, topUpWorld, walletUrl } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { startUserCheckout } from '../users/start-user-checkout.ts'
import { CLOSING_MS, followClaims } from './follow-claims.ts'

const ROUNDS = 12
const OPERATIONS = 24
const CREDIT = dollars('4.05')
const POOL = dollars('20')
const seed = Date.now() % 2_147_483_647
const externalUserId = 'ann'
const origin = 'https://pixelpal.example'

const shop = opened(() => topUpWorld({ isWorking: false }))
let gateways: [Holds, Holds]
beforeAll(async () => {
  gateways = [new Holds(shop.ledger.url), new Holds(shop.ledger.url)]
})
afterAll(() => Promise.all(gateways.map((holds) => holds.end())))

const operation = fc.record({
  kind: fc.constantFrom(
    'call',
    'call',
    'call',
    'call with old knowledge',
    'top up',
    'grant',
    'short grant',
    'claim',
    'follow',
    'return grants',
  ),
  gateway: fc.integer({ min: 0, max: 1 }),
  baseMicrocents: fc.bigInt({ min: 1n, max: 50_000_000n }).map((value) => microcents(value)),
  part: fc.bigInt({ min: 0n, max: 100n }),
  pauseMs: fc.integer({ min: 0, max: 60 }),
})
type Operation = typeof operation extends fc.Arbitrary<infer Drawn> ? Drawn : never

type Round = {
  world: PayingWorld
  /** The wallet that nobody owned at first. */
  first: { walletId: string; connectionId: string }
  people: { userId: string; walletId: string }[]
  paidIn: bigint
  spent: bigint
  claims: number
  outcomes: Set<string>
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Bought through the app: the order, Stripe's page, and the money, at the pace of a person. */
async function topUp(round: Round, pauseMs = 0) {
  const { appId } = round.world
  const scope = { appId, mode: 'live' as const, externalUserId, isDevelopment: false, walletUrl, now: new Date() }
  const { orderId } = await startUserCheckout(shop.database, {
    ...scope,
    packageName: 'starter',
    successUrl: `${origin}/`,
    cancelUrl: `${origin}/`,
  })
  await openCheckout(shop.till, { orderId, walletUrl, buyer: unknownBuyer, now: new Date() })
  const { stripeSessionId } = await shop.database.order.findUniqueOrThrow({ where: { id: orderId } })
  shop.stripe.pay(stripeSessionId ?? '')
  await pause(pauseMs)
  expect(await completeOrder(shop.till, orderId, new Date())).toBe('paid')
  round.paidIn += CREDIT
}

async function call(round: Round, { gateway, baseMicrocents, part, pauseMs, kind }: Operation) {
  const holds = gateways[gateway] as Holds
  const name = { appId_mode_externalUserId: { appId: round.world.appId, mode: 'live' as const, externalUserId } }
  const payer = kind === 'call' ? await shop.database.externalUser.findUniqueOrThrow({ where: name }) : round.first
  const answer = await holds.open(holdRequest({ ...round.world, ...payer }, baseMicrocents)).catch((thrown: unknown) => {
    // On a slow machine so many wait for the wallet that a call may be told to come again: then it took nothing.
    if (thrown instanceof AppError && thrown.code === 'busy') return undefined
    throw thrown
  })
  if (!answer) return
  round.outcomes.add(answer.outcome)
  if (answer.outcome !== 'held') return
  await pause(pauseMs)
  const used = microcents((baseMicrocents * part) / 100n)
  const ends = { holdId: answer.holdId, walletId: payer.walletId, baseMicrocents: used, costMicrocents: used }
  const result = await holds.settle({ ...ends, resolution: part === 0n ? 'released' : 'settled' })
  if (result.state === 'settled') round.spent += result.baseMicrocents + result.markupMicrocents
}

async function claim(round: Round, { gateway, pauseMs }: Operation) {
  const person = round.people[gateway]
  if (!person) throw new Error('two people')
  const now = new Date()
  const link = { appId: round.world.appId, mode: 'live' as const, externalUserId, redirectUri: `${origin}/back`, label: 'ann' }
  const { url } = await createConnectLink(shop.database, { ...link, isDevelopment: false, walletUrl, now })
  const choice = { limit: '5', period: 'month' as const, callLimit: '', models: [], expiresInDays: null }
  const shown = { markupBps: 1_500, ip: '192.0.2.1' }
  const address = await allowByLink(shop.database, { token: url.split('/').at(-1) ?? '', userId: person.userId, choice, shown, now })
  await pause(pauseMs)
  const code = new URL(address).searchParams.get('code') ?? ''
  const confirmed = await confirmConnectLink(shop.database, {
    appId: link.appId,
    mode: 'live',
    externalUserId,
    code,
    now: new Date(),
  }).catch((thrown: unknown) => {
    // Two at the same moment: the later one is asked to come again.
    if (thrown instanceof AppError && thrown.code === 'busy') return { claimed: false }
    throw thrown
  })
  if (confirmed.claimed) round.claims += 1
}

async function run(round: Round, drawn: Operation): Promise<unknown> {
  const { database } = shop
  await pause(drawn.pauseMs)
  const { appId, organizationId } = round.world
  const grant = { appId, organizationId, mode: 'live' as const, externalUserId, amountMicrocents: drawn.baseMicrocents }
  switch (drawn.kind) {
    case 'call':
    case 'call with old knowledge':
      return call(round, drawn)
    case 'top up':
      return topUp(round, drawn.pauseMs)
    case 'grant':
      return issueGrant(database, { ...grant, description: newId(), now: new Date() })
    case 'short grant':
      return issueGrant(database, { ...grant, description: newId(), now: new Date(), expiresAt: new Date(Date.now() + drawn.pauseMs + 1) })
    case 'claim':
      return claim(round, drawn)
    case 'follow':
      return followClaims(database, new Date())
    case 'return grants':
      return returnExpiredGrants(database, { now: new Date() })
  }
}

async function newRound(): Promise<Round> {
  const { database } = shop
  const world = await payingWorld(database)
  await database.appOrigin.create({ data: { appId: world.appId, origin } })
  await fundPool(database, world, POOL)
  const people = [await aWallet(database), await aWallet(database)]
  const round = { world, first: { walletId: '', connectionId: '' }, people, paidIn: 0n, spent: 0n, claims: 0, outcomes: new Set<string>() }
  await topUp(round)
  const user = await database.externalUser.findFirstOrThrow({ where: { appId: world.appId } })
  return { ...round, first: { walletId: user.walletId, connectionId: user.connectionId }, paidIn: CREDIT }
}

async function poolOf({ world: { appId } }: Round): Promise<bigint> {
  const account = await shop.database.account.findFirstOrThrow({ where: { kind: 'grant_pool', id: appId } })
  return account.balanceMicrocents
}

describe('claims', () => {
  it('racing with everything else lose nothing and double nothing', async () => {
    const seen = new Set<string>()
    let claims = 0
    for (const [place, drawn] of fc
      .sample(fc.array(operation, { minLength: OPERATIONS, maxLength: OPERATIONS }), { numRuns: ROUNDS, seed })
      .entries()) {
      const hint = `seed ${seed}, round ${place}`
      const round = await newRound()
      await Promise.all(drawn.map((each) => run(round, each)))
      await followClaims(shop.database, new Date())
      const wallets = await Promise.all([round.first, ...round.people].map(({ walletId }) => balanceOf(shop.database, walletId)))
      const given = POOL - (await poolOf(round))
      expect(
        wallets.reduce((total, balance) => total + balance, 0n),
        hint,
      ).toBe(round.paidIn + given - round.spent)
      expect(round.claims, hint).toBeLessThanOrEqual(1)
      if (round.claims === 1) expect(wallets[0], `${hint}: nothing stays behind`).toBe(0n)
      claims += round.claims
      for (const outcome of round.outcomes) seen.add(outcome)

      await followClaims(shop.database, new Date(Date.now() + CLOSING_MS + 1_000))
      const { status } = await shop.database.wallet.findUniqueOrThrow({ where: { id: round.first.walletId } })
      expect(status, hint).toBe(round.claims === 1 ? 'closed' : 'open')
      // What expired goes back to its pool from wherever it is now.
      await returnExpiredGrants(shop.database, { now: new Date(Date.now() + 1_000) })
      const walletIds = [round.first, ...round.people].map(({ walletId }) => walletId)
      const expired = await shop.database.lot.findMany({
        where: { walletId: { in: walletIds }, expiresAt: { lte: new Date() }, availableMicrocents: { gt: 0 } },
      })
      expect(expired, hint).toEqual([])
    }
    await assertReconciled(shop.database)
    // The race was one: some called with old knowledge and were told.
    expect(claims).toBeGreaterThan(0)
    expect([...seen]).toEqual(expect.arrayContaining(['held', 'moved']))
  }, 180_000)
})
