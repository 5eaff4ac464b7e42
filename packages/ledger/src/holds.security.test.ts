// What a thief would try with holds: windows that forget, clamps that round in his favour, holds that poison the sweeper.
import { connectDatabase, NIL_ID, newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { type Microcents, microcents } from '@farebox/money'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HoldRequest, Holds } from './holds.ts'
import { movement } from './movement.ts'
import { post } from './post.ts'
import { dollars, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)
let owner: Awaited<ReturnType<typeof connectAsOwner>>

beforeAll(async () => {
  owner = await connectAsOwner(ledger.url)
})
afterAll(() => owner.end())

const settle = (world: PayingWorld, holdId: string, amount: Microcents) =>
  ledger.holds.settle({ holdId, walletId: world.walletId, resolution: 'settled', baseMicrocents: amount, costMicrocents: amount })
const connectionOf = ({ walletId, connectionId }: PayingWorld) => ({ walletId_id: { walletId, id: connectionId } })

describe('a spending limit', () => {
  it('is not renewed by changing its period there and back', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0, limitMicrocents: dollars('5.00') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('50.00') })
    // The clock stands on the 20th of a month, so that day, week and month began at different times.
    const the20th = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 2, 20, 12))
    const onThe20th = new Holds(ledger.url, { clockOffset: offsetTo(the20th) })
    const settings = connectDatabase(ledger.url, { clockOffset: offsetTo(the20th) })
    const spend = async (amount: string) => {
      const { holdId, outcome } = await onThe20th.open(holdRequest(world, dollars(amount)))
      if (outcome === 'held') await settleLess(onThe20th, world, holdId, amount)
      return outcome
    }
    const every = (limitPeriod: 'day' | 'week' | 'month') =>
      settings.connection.update({ where: connectionOf(world), data: { limitPeriod } })
    expect(await spend('4.00')).toBe('held')
    for (const period of ['day', 'week', 'day', 'month'] as const) {
      await every(period)
      expect(await onThe20th.spendable(world.walletId, world.connectionId), period).toBe(dollars('1.00'))
      expect(await spend('1.01'), period).toBe('spending_limit_reached')
    }
    await every('day')
    expect(await spend('0.60')).toBe('held')
    await every('month')
    expect(await spend('0.50')).toBe('spending_limit_reached')
    expect(await spend('0.40')).toBe('held')
    await settings.$disconnect()
    await onThe20th.end()
  })

  it('of a key and of its end users is not renewed by changing their periods', async () => {
    const world = await organizationWorld()
    const { walletId } = world
    const [limitMicrocents, endUserLimitMicrocents] = [dollars('2.00'), dollars('1.00')]
    await ledger.database.keyBudget.create({ data: { walletId, apiKeyId: world.apiKeyId, limitMicrocents, endUserLimitMicrocents } })
    const spend = async (endUser: string, amount: string) => {
      const { holdId, outcome } = await ledger.holds.open(holdRequest(world, dollars(amount), { endUser }))
      if (outcome === 'held') await settle(world, holdId, dollars(amount))
      return outcome
    }
    expect([await spend('ann', '0.90'), await spend('bob', '0.80')]).toEqual(['held', 'held'])
    for (const period of ['day', 'month', 'day'] as const) {
      await ledger.database.keyBudget.updateMany({ where: { walletId }, data: { limitPeriod: period, endUserPeriod: period } })
      expect(await spend('ann', '0.11'), 'the end user’s share').toBe('key_budget_reached')
      expect(await spend('eve', '0.31'), 'the key’s budget').toBe('key_budget_reached')
    }
    expect(await spend('ann', '0.10')).toBe('held')
  })

  it('says when it resets in UTC, wherever the database believes to be', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0, limitMicrocents: dollars('1.00') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    await owner.query(`alter database "${new URL(ledger.url).pathname.slice(1)}" set timezone to 'America/New_York'`)
    const march = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 2, 20))
    const abroad = new Holds(ledger.url, { clockOffset: offsetTo(march) })
    const refused = await abroad.open(holdRequest(world, dollars('2.00')))
    // March began in February there: a month later by that calendar is no month's beginning.
    expect(refused.limit?.resetsAt).toEqual(new Date(Date.UTC(march.getUTCFullYear(), 3)))
    await abroad.end()
    await owner.query(`alter database "${new URL(ledger.url).pathname.slice(1)}" reset timezone`)
  })

  it('of a key lowered below what was spent is the key’s refusal, with its numbers', async () => {
    const world = await organizationWorld()
    await ledger.database.keyBudget.create({
      data: { walletId: world.walletId, apiKeyId: world.apiKeyId, limitMicrocents: dollars('1.00') },
    })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('0.80')))
    await settle(world, holdId, dollars('0.80'))
    await ledger.database.keyBudget.updateMany({ where: { walletId: world.walletId }, data: { limitMicrocents: dollars('0.30') } })
    expect(await ledger.holds.open(holdRequest(world, dollars('0.01')))).toMatchObject({
      outcome: 'key_budget_reached',
      limit: { amountMicrocents: dollars('0.30'), usedMicrocents: dollars('0.80') },
    })
  })
})

const offsetTo = (moment: Date) => `${Math.round((moment.getTime() - Date.now()) / 1_000)} seconds`

/** Beside it a hold is opened and released, so that the window gives something back too. */
async function settleLess(by: Holds, world: PayingWorld, holdId: string, amount: string): Promise<void> {
  const { holdId: unused } = await by.open(holdRequest(world, 0n as Microcents))
  await by.settle({
    holdId: unused,
    walletId: world.walletId,
    resolution: 'released',
    baseMicrocents: microcents(0n),
    costMicrocents: microcents(0n),
  })
  await by.settle({
    holdId,
    walletId: world.walletId,
    resolution: 'settled',
    baseMicrocents: dollars(amount),
    costMicrocents: dollars(amount),
  })
}

async function organizationWorld(): Promise<PayingWorld> {
  const world = await payingWorld(ledger.database, { markupBps: 0 })
  const [walletId, connectionId] = [newId(), newId()]
  await ledger.database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'organization', organizationId: world.organizationId } })
  await ledger.database.connection.create({
    data: { walletId, id: connectionId, mode: 'live', appId: world.appId, markupBpsAccepted: 0, earnsMarkup: false },
  })
  await payIn(ledger.database, { walletId, creditMicrocents: dollars('10.00') })
  return { ...world, walletId, connectionId }
}

describe('a request that makes no sense', () => {
  it('M12: is refused by the innermost function, and reserves nothing', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const nonsense: Partial<HoldRequest>[] = [
      { fixedNumerator: -1n },
      { unitPriceMicrocentsPerMillion: -1n },
      { unitsWanted: -1, unitsMinimum: -1 },
      { unitsWanted: -1_000_000, unitsMinimum: 0, unitPriceMicrocentsPerMillion: 50_000_000n },
      { unitsMinimum: -1 },
      { chargeMaxMicrocents: -1n as Microcents },
    ]
    for (const changes of nonsense)
      await expect(ledger.holds.open(holdRequest(world, dollars('1.00'), changes)), fc.stringify(changes)).rejects.toThrow()
    expect((await ledger.holds.open(holdRequest(world, dollars('1.00'), { priceVersionIds: [] }))).outcome).toBe('stale_price')
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('5.00'), held: 0n })
  })

  it('M12: to resolve a hold in a way there is none changes nothing', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    for (const resolution of ['expired', 'refunded', null]) {
      const row = [{ hold_id: holdId, wallet_id: world.walletId, resolution, base: '1', cost: '1' }]
      await expect(ledger.database.$queryRawUnsafe('select * from settle_holds($1::json)', JSON.stringify(row))).rejects.toThrow()
    }
    expect(await settle(world, holdId, dollars('0.40'))).toMatchObject({ state: 'settled', first: true })
  })

  it('M4: the hold of one key or connection is not another’s, although its id is known', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const request = holdRequest(world, dollars('1.00'))
    await ledger.holds.open(request)
    const key = await ledger.database.apiKey.findUniqueOrThrow({ where: { id: world.apiKeyId } })
    const another = newId()
    await ledger.database.apiKey.create({ data: { ...key, id: another, secretHash: Buffer.from(another) } })
    expect((await ledger.holds.open({ ...request, credentialId: another })).outcome).toBe('idempotency_mismatch')
  })
})

describe('a revoked key', () => {
  it('is refused at once, also where the clock of whoever revoked it is ahead', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    await ledger.database.apiKey.update({ where: { id: world.apiKeyId }, data: { revokedAt: new Date(Date.now() + 60_000) } })
    expect((await ledger.holds.open(holdRequest(world, dollars('1.00')))).outcome).toBe('invalid_api_key')
    const amounts = { baseMicrocents: dollars('0.10'), costMicrocents: dollars('0.10'), usage: {} }
    expect(await ledger.holds.renew([{ holdId, walletId: world.walletId, ...amounts }])).toEqual([{ holdId, reason: 'invalid_api_key' }])
    await settle(world, holdId, dollars('0.10'))
  })
})

describe('the sweeper', () => {
  it('is not stopped by a hold it cannot resolve: the others are resolved all the same', async () => {
    const worlds = await Promise.all(Array.from({ length: 6 }, () => payingWorld(ledger.database, { markupBps: 0 })))
    for (const world of worlds) {
      await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('1.00') })
      const { holdId } = await ledger.holds.open(holdRequest(world, dollars('0.50')))
      await ledger.holds.renew([
        { holdId, walletId: world.walletId, baseMicrocents: dollars('0.20'), costMicrocents: dollars('0.20'), usage: {} },
      ])
    }
    const poisoned = worlds[2]?.walletId ?? ''
    await owner.query(`update hold set price_version_ids = '{}' where wallet_id = $1`, [poisoned])
    const later = new Holds(ledger.url, { clockOffset: '2 minutes' })
    await later.sweep()
    const heldNow = await Promise.all(worlds.map(async (world) => (await walletTotals(ledger.database, world.walletId)).held))
    expect(heldNow.map(String)).toEqual(['0', '0', String(dollars('0.50')), '0', '0', '0'])
    await owner.query('update hold set price_version_ids = $2 where wallet_id = $1', [poisoned, [worlds[2]?.priceVersionId]])
    expect(await later.sweep()).toBe(1)
    expect((await walletTotals(ledger.database, poisoned)).available).toBe(dollars('0.80'))
    await later.end()
  })
})

describe('an Idempotency-Key', () => {
  it('forgotten after 24 hours makes a new hold, and the old hold settles without touching the new answer', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const attempt = () => holdRequest(world, dollars('1.00'), { idempotencyHash: Buffer.from('daily') })
    const first = await ledger.holds.open(attempt())
    expect((await ledger.holds.open(attempt())).outcome).toBe('idempotency_in_progress')
    await owner.query(`update hold set lease_until = lease_until + interval '2 days' where id = $1`, [first.holdId])
    const tomorrow = new Holds(ledger.url, { clockOffset: '25 hours' })
    const second = await tomorrow.open(attempt())
    expect(second).toMatchObject({ outcome: 'held' })
    expect(second.holdId).not.toBe(first.holdId)
    await settle(world, first.holdId, dollars('0.10'))
    const kept = await ledger.database.idempotency.findFirstOrThrow({ where: { walletId: world.walletId } })
    expect(kept.holdId).toBe(second.holdId)
    await settle(world, second.holdId, dollars('0.10'))
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('4.80'))
    await tomorrow.end()
  })

  it('whose hold was released is free again, for another body too', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00'), { idempotencyHash: Buffer.from('again') }))
    const nothing = microcents(0n)
    await ledger.holds.settle({
      holdId,
      walletId: world.walletId,
      resolution: 'released',
      baseMicrocents: nothing,
      costMicrocents: nothing,
    })
    const again = holdRequest(world, dollars('2.00'), { idempotencyHash: Buffer.from('again') })
    expect((await ledger.holds.open(again)).outcome).toBe('held')
    await settle(world, again.holdId, dollars('0.10'))
  })
})

describe('an absorbed call', () => {
  it('is ours up to ten cents a day, to the microcent; the next is charged its input', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 1_000 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
    const absorb = async (by: Holds, cost: string) => {
      const { holdId } = await by.open(holdRequest(world, dollars('1.00')))
      const amounts = { baseMicrocents: dollars(cost), costMicrocents: dollars(cost) }
      return (await by.settle({ holdId, walletId: world.walletId, resolution: 'absorbed', ...amounts })).state
    }
    expect([await absorb(ledger.holds, '0.06'), await absorb(ledger.holds, '0.04'), await absorb(ledger.holds, '0.00000001')]).toEqual([
      'released',
      'released',
      'settled',
    ])
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('5.00') - 1n)
    const tomorrow = new Holds(ledger.url, { clockOffset: '1 day' })
    expect([await absorb(tomorrow, '0.10000001'), await absorb(tomorrow, '0.10')]).toEqual(['settled', 'released'])
    await tomorrow.end()
  })
})

const closing = (world: PayingWorld) => ledger.database.wallet.update({ where: { id: world.walletId }, data: { status: 'closing' } })

describe('a wallet that is being claimed', () => {
  it('reserves nothing more, settles what it has, and its empty arrays hurt nobody', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    const forNothing = await ledger.holds.open(holdRequest(world, dollars('0')))
    expect(forNothing).toMatchObject({ outcome: 'held', amountMicrocents: 0n })
    await closing(world)
    expect((await ledger.holds.open(holdRequest(world, dollars('0')))).outcome).toBe('moved')
    expect(await settle(world, forNothing.holdId, dollars('0.30'))).toMatchObject({ state: 'settled', baseMicrocents: 0n })
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: 0n, held: 0n })
  })
})

// What may be reserved, found by trying: the most units whose price the lots, the limits and the caller's own cap can pay.

const upTo = (digits: number) => fc.integer({ min: 0, max: digits }).chain((size) => fc.bigInt({ min: 0n, max: 10n ** BigInt(size) }))
const clampCase = fc.record({
  grants: upTo(9),
  promotions: upTo(9),
  topups: upTo(9),
  limit: fc.option(upTo(9)),
  callLimit: fc.option(upTo(9)),
  chargeMax: fc.option(upTo(9)),
  markupBps: fc.oneof(fc.constantFrom(0, 1, 9_999, 100_000), fc.integer({ min: 0, max: 100_000 })),
  fixedNumerator: upTo(14),
  unitPrice: fc.oneof(fc.constant(1n), upTo(13)),
  unitsWanted: fc.integer({ min: 0, max: 100_000 }),
})
type ClampCase = typeof clampCase extends fc.Arbitrary<infer Case> ? Case : never

/** What `units` would reserve of grants, promotions and top-ups; undefined where that is more than may be taken. */
function reserved(of: ClampCase, units: number): bigint | undefined {
  const base = (of.fixedNumerator + BigInt(units) * of.unitPrice + 999_999n) / 1_000_000n
  const own = [of.limit, of.callLimit].filter((bound) => bound !== null).reduce((room, bound) => (bound < room ? bound : room), 10n ** 18n)
  const all = of.chargeMax ?? 10n ** 18n
  const granted = [base, of.grants].reduce((one, other) => (other < one ? other : one))
  const promoted = [base - granted, of.promotions, own].reduce((one, other) => (other < one ? other : one))
  const paidBase = base - granted - promoted
  const paid = paidBase + (paidBase * BigInt(of.markupBps) + 9_999n) / 10_000n
  return paid <= of.topups && promoted + paid <= own && granted + promoted + paid <= all ? granted + promoted + paid : undefined
}

function mostUnits(of: ClampCase): number {
  if (reserved(of, 0) === undefined) return -1
  let [fits, tooMany] = [0, of.unitsWanted + 1]
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2)
    if (reserved(of, middle) === undefined) tooMany = middle
    else fits = middle
  }
  return fits
}

async function worldOf(clamp: ClampCase): Promise<PayingWorld> {
  const world = await payingWorld(ledger.database, {
    markupBps: clamp.markupBps,
    ...(clamp.limit !== null && { limitMicrocents: microcents(clamp.limit) }),
    ...(clamp.callLimit !== null && { limitCallMicrocents: microcents(clamp.callLimit) }),
  })
  const lots = (
    [
      ['grant', clamp.grants],
      ['promotion', clamp.promotions],
      ['topup', clamp.topups],
    ] as const
  )
    .filter(([, amount]) => amount > 0n)
    .map(([kind, amount]) => ({
      id: newId(),
      kind,
      originalMicrocents: microcents(amount),
      walletId: world.walletId,
      ...(kind === 'grant' && { appId: world.appId }),
    }))
  if (lots.length === 0) return world
  const funding = movement({
    kind: 'test.lots',
    mode: 'live',
    transactionId: newId(),
    operationKey: `lots:${world.walletId}`,
    walletId: world.walletId,
    walletIds: [world.walletId],
    newLots: lots,
    transfers: lots.map(({ id, originalMicrocents }) => ({
      debit: { kind: 'promotion_cost', id: NIL_ID },
      credit: { kind: 'lot', id },
      amount: originalMicrocents,
    })),
  })
  await ledger.database.$transaction((transaction) => post(transaction, funding))
  return world
}

describe('a clamp', () => {
  it('grants exactly the most units that lots, limits and the caller’s cap can pay, not one more, not one less', {
    timeout: 120_000,
  }, async () => {
    const seed = Date.now() % 2_147_483_647
    const cases = fc.sample(clampCase, { numRuns: 400, seed })
    const seen = { clamped: 0, refused: 0, whole: 0 }
    for (let from = 0; from < cases.length; from += 40) {
      await Promise.all(
        cases.slice(from, from + 40).map(async (clamp) => {
          const world = await worldOf(clamp)
          const answer = await ledger.holds.open({
            ...holdRequest(world, dollars('0')),
            fixedNumerator: clamp.fixedNumerator,
            unitPriceMicrocentsPerMillion: clamp.unitPrice,
            unitsWanted: clamp.unitsWanted,
            unitsMinimum: 0,
            chargeMaxMicrocents: clamp.chargeMax === null ? undefined : microcents(clamp.chargeMax),
          })
          const most = mostUnits(clamp)
          const hint = `seed ${seed}: ${fc.stringify(clamp)}`
          if (most < 0) expect(answer.outcome, hint).not.toBe('held')
          else expect([answer.outcome, answer.unitsGranted, answer.amountMicrocents], hint).toEqual(['held', most, reserved(clamp, most)])
          seen[most < 0 ? 'refused' : most < clamp.unitsWanted ? 'clamped' : 'whole'] += 1
        }),
      )
    }
    expect(
      Object.values(seen).every((times) => times > 20),
      JSON.stringify(seen),
    ).toBe(true)
  })
})
