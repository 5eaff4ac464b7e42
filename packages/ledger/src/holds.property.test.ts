// M2: calls, top-ups, grants and the sweeper at random and in parallel, compared after every round with a small model
// that knows nothing but the replies. A failure names its seed.
import { basisPointsDown, basisPointsUp, greatest, least, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HoldAnswer, type HoldResult, Holds } from './holds.ts'
import { assertReconciled } from './reconcile.ts'
import { dollars, giveGrant, holdRequest, ledgerDatabase, opened, type PayingWorld, payIn, payingWorld, walletTotals } from './testing.ts'

const ROUNDS = 40
const OPERATIONS_A_ROUND = 40
const seed = Date.now() % 2_147_483_647

const ledger = opened(ledgerDatabase)
/** Two gateways, and one that lives two minutes ahead: for it, every hold has lapsed. */
let gateways: [Holds, Holds]
let later: Holds

beforeAll(async () => {
  gateways = [new Holds(ledger.url), new Holds(ledger.url)]
  later = new Holds(ledger.url, { clockOffset: '2 minutes' })
})
afterAll(() => Promise.all([...gateways, later].map((holds) => holds.end())))

const operation = fc.record({
  kind: fc.constantFrom(
    'open',
    'open',
    'open',
    'open again',
    'settle',
    'settle',
    'release',
    'settle and release',
    'beat',
    'top up',
    'grant',
  ),
  wallet: fc.integer({ min: 0, max: 3 }),
  gateway: fc.integer({ min: 0, max: 1 }),
  amount: fc.bigInt({ min: 1n, max: 300_000_000n }).map((value) => microcents(value)),
  pick: fc.nat(),
})
type Operation = typeof operation extends fc.Arbitrary<infer Drawn> ? Drawn : never

type ModelHold = { amount: Microcents; baseMax: Microcents; checkpoint: Microcents }

/** What the replies say about one wallet. */
class ModelWallet {
  readonly world: PayingWorld
  readonly markupBps: number
  readonly hasGrants: boolean
  readonly hasLimit: boolean
  paidIn = 0n
  spent = 0n
  charges = 0
  readonly open = new Map<string, ModelHold>()
  readonly seen: Record<string, number> = {}
  /** What was surely available throughout the round, before what the round itself reserved. */
  #availableBefore = 0n
  #reservedInRound = 0n
  #refusedNeeds: bigint[] = []

  constructor(world: PayingWorld, facts: { markupBps: number; hasGrants: boolean; hasLimit: boolean }) {
    this.world = world
    this.markupBps = facts.markupBps
    this.hasGrants = facts.hasGrants
    this.hasLimit = facts.hasLimit
  }

  get held(): bigint {
    return sum([...this.open.values()].map((hold) => hold.amount))
  }

  get available(): bigint {
    return this.paidIn - this.spent - this.held
  }

  beginRound(): void {
    this.#availableBefore = this.available
    this.#reservedInRound = 0n
    this.#refusedNeeds = []
  }

  /** Nobody may be refused money that was there whatever the order of the round. */
  endRound(hint: string): void {
    const surelyThere = this.#availableBefore - this.#reservedInRound
    if (this.hasLimit) return
    for (const need of this.#refusedNeeds) expect(need > surelyThere, `${hint}: refused ${need} of ${surelyThere}`).toBe(true)
  }

  received(amount: Microcents): void {
    this.paidIn += amount
  }

  opened(answer: HoldAnswer, base: Microcents): void {
    this.#count(answer.outcome)
    if (refusals.has(answer.outcome)) this.#refusedNeeds.push(base + basisPointsUp(base, this.markupBps))
    if (answer.outcome !== 'held') return
    if (this.open.has(answer.holdId)) return
    this.#reservedInRound += answer.amountMicrocents
    this.open.set(answer.holdId, { amount: answer.amountMicrocents, baseMax: answer.baseMaxMicrocents, checkpoint: ZERO })
  }

  beaten(holdId: string, base: Microcents): void {
    const hold = this.open.get(holdId)
    if (hold) hold.checkpoint = greatest(hold.checkpoint, base)
  }

  /** The first to resolve a hold says what it became; where nobody was first, the sweeper was, at the checkpoint. */
  resolved(result: HoldResult, reported: Microcents): void {
    const hold = this.open.get(result.holdId)
    if (!hold) return
    this.open.delete(result.holdId)
    const charged = result.baseMicrocents + result.markupMicrocents
    expect(charged <= hold.amount, 'charged within what was held').toBe(true)
    expect(result.markupMicrocents <= basisPointsDown(result.baseMicrocents, this.markupBps), 'markup within its share').toBe(true)
    if (!this.hasGrants) expect(result.markupMicrocents).toBe(basisPointsDown(result.baseMicrocents, this.markupBps))
    if (result.state === 'settled') expect(result.baseMicrocents).toBe(least(result.first ? reported : hold.checkpoint, hold.baseMax))
    else expect([charged, result.first ? 'released' : 'expired']).toEqual([0n, result.state])
    if (result.state === 'expired') expect(hold.checkpoint).toBe(0n)
    if (result.state === 'settled') this.charges += 1
    this.spent += charged
    this.#count(result.state === 'settled' && !result.first ? 'checkpoint' : result.state)
  }

  #count(what: string): void {
    this.seen[what] = (this.seen[what] ?? 0) + 1
  }
}

const refusals = new Set<string>(['wallet_empty', 'funds_held', 'spending_limit_reached'])
const nothing = { baseMicrocents: ZERO, costMicrocents: ZERO }

async function modelWallets(): Promise<ModelWallet[]> {
  const kinds = [
    { markupBps: 1_500, hasGrants: true },
    { markupBps: 0, hasGrants: false },
    { markupBps: 3_333, hasGrants: false, limitMicrocents: dollars('30.00') },
    { markupBps: 100_000, hasGrants: true },
  ]
  return Promise.all(
    kinds.map(async ({ markupBps, hasGrants, limitMicrocents }) => {
      const world = await payingWorld(ledger.database, { markupBps, ...(limitMicrocents && { limitMicrocents }) })
      return new ModelWallet(world, { markupBps, hasGrants, hasLimit: limitMicrocents !== undefined })
    }),
  )
}

/** A reply the model learns from. Within a round: what opened and was paid in, then who resolved a hold, then who came second. */
type Lesson = { order: 0 | 1 | 2; learn: () => void }

/** Runs one drawn operation, and returns what the model learns. */
async function run(drawn: Operation, wallet: ModelWallet, openBefore: string[]): Promise<Lesson[]> {
  const { world } = wallet
  const { walletId } = world
  const [one, other] = drawn.gateway === 0 ? gateways : [gateways[1], gateways[0]]
  const holdId = openBefore[drawn.pick % Math.max(1, openBefore.length)]
  if (drawn.kind === 'top up' || drawn.kind === 'grant') {
    const gives = drawn.kind === 'grant' && wallet.hasGrants
    if (gives) await giveGrant(ledger.database, { ...world, amountMicrocents: drawn.amount })
    else await payIn(ledger.database, { walletId, creditMicrocents: drawn.amount })
    return [{ order: 0, learn: () => wallet.received(drawn.amount) }]
  }
  if (drawn.kind === 'open' || drawn.kind === 'open again' || holdId === undefined) {
    const request = holdRequest(world, drawn.amount)
    const answers = await Promise.all(drawn.kind === 'open again' ? [one.open(request), other.open(request)] : [one.open(request)])
    const held = answers.filter((answer) => answer.outcome === 'held')
    expect(new Set(held.map((answer) => answer.amountMicrocents)).size, 'one hold, one answer').toBeLessThanOrEqual(1)
    return answers.map((answer) => ({ order: 0, learn: () => wallet.opened(answer, drawn.amount) }))
  }
  if (drawn.kind === 'beat') {
    const stops = await one.renew([{ holdId, walletId, baseMicrocents: drawn.amount, costMicrocents: drawn.amount, usage: {} }])
    // A beat that met its hold locked or resolved is not answered, and counts for nothing.
    return stops.map(() => ({ order: 0, learn: () => wallet.beaten(holdId, drawn.amount) }))
  }
  const report = { holdId, walletId, baseMicrocents: drawn.amount, costMicrocents: drawn.amount }
  const sent = [
    drawn.kind !== 'release' && one.settle({ ...report, resolution: 'settled' }),
    drawn.kind !== 'settle' && other.settle({ ...report, ...nothing, resolution: 'released' }),
  ]
  const results = await Promise.all(sent.filter((result) => result !== false))
  expect(results.filter((result) => result.first).length, 'one resolves it at most').toBeLessThanOrEqual(1)
  return results.map((result) => ({ order: result.first ? 1 : 2, learn: () => wallet.resolved(result, drawn.amount) }))
}

/** After a sweep: asks what became of every hold the model still thinks open, and ends those that are. */
async function askAll(wallet: ModelWallet): Promise<void> {
  for (const holdId of [...wallet.open.keys()]) {
    const result = await gateways[0].settle({ holdId, walletId: wallet.world.walletId, ...nothing, resolution: 'released' })
    wallet.resolved(result, nothing.baseMicrocents)
  }
}

async function compare(wallet: ModelWallet, hint: string): Promise<void> {
  const { walletId, connectionId } = wallet.world
  const { database } = ledger
  expect(await walletTotals(database, walletId), hint).toEqual({ available: wallet.available, held: wallet.held })
  expect(await database.charge.count({ where: { walletId } }), hint).toBe(wallet.charges)
  expect((await database.wallet.findUniqueOrThrow({ where: { id: walletId } })).openHolds, hint).toBe(wallet.open.size)
  const connection = await database.connection.findUniqueOrThrow({ where: { walletId_id: { walletId, id: connectionId } } })
  if (!wallet.hasGrants) expect(connection.windowUsedMicrocents, hint).toBe(wallet.spent + wallet.held)
}

describe('reserving, settling, releasing, renewing, sweeping, topping up and granting', () => {
  it('M2: at random and in parallel keep every balance where the replies say it is', { timeout: 120_000 }, async () => {
    const wallets = await modelWallets()
    const seen: Record<string, number> = {}
    for (let round = 0; round < ROUNDS; round++) {
      const hint = `seed ${seed}, round ${round}`
      const drawn = fc.sample(operation, { numRuns: OPERATIONS_A_ROUND, seed: seed + round })
      const before = wallets.map((wallet) => [...wallet.open.keys()])
      for (const wallet of wallets) wallet.beginRound()
      const sweeps = round % 4 === 3
      const work = drawn.map((each) => run(each, wallets[each.wallet] as ModelWallet, before[each.wallet] ?? []))
      const [lessons] = await Promise.all([Promise.all(work), sweeps && later.sweep(), sweeps && later.sweep()])
      for (const { learn } of lessons.flat().sort((first, second) => first.order - second.order)) learn()
      for (const wallet of wallets) {
        wallet.endRound(hint)
        if (sweeps) await askAll(wallet)
        await compare(wallet, hint)
      }
      await assertReconciled(ledger.database)
    }
    for (const wallet of wallets) for (const [what, times] of Object.entries(wallet.seen)) seen[what] = (seen[what] ?? 0) + times
    // Every way a hold can end was met, and refusals too: the rounds were about something.
    for (const what of ['held', 'wallet_empty', 'funds_held', 'spending_limit_reached', 'settled', 'released', 'expired', 'checkpoint'])
      expect(seen[what], what).toBeGreaterThan(0)
  })
})
