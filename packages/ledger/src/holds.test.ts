// What holds promise: a wallet is never overdrawn, a hold is resolved once, the same question has one answer. M1, M3–M10, M14.
import { newId } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { type HoldResolution, Holds } from './holds.ts'
import { dollars, giveGrant, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)

async function worldWith(amount: string, markupBps = 0): Promise<PayingWorld> {
  const world = await payingWorld(ledger.database, { markupBps })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars(amount) })
  return world
}

const settlement = (world: PayingWorld, holdId: string, base: Microcents, cost: Microcents = base): HoldResolution => ({
  holdId,
  walletId: world.walletId,
  resolution: 'settled',
  baseMicrocents: base,
  costMicrocents: cost,
})
const release = (world: PayingWorld, holdId: string): HoldResolution => ({
  ...settlement(world, holdId, dollars('0')),
  resolution: 'released',
})
const chargeOf = (world: PayingWorld, holdId: string) =>
  ledger.database.charge.findUnique({ where: { walletId_id: { walletId: world.walletId, id: holdId } } })

describe('a hold', () => {
  it('M1, G1: 200 parallel reserves of $1 on a $50 wallet: exactly 50 succeed', async () => {
    const world = await worldWith('50.00')
    const others = [new Holds(ledger.url), new Holds(ledger.url)]
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, place) => [ledger.holds, ...others][place % 3]?.open(holdRequest(world, dollars('1.00')))),
    )
    expect(answers.filter((answer) => answer?.outcome === 'held')).toHaveLength(50)
    expect(answers.filter((answer) => answer?.outcome === 'funds_held')).toHaveLength(150)
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('0'), held: dollars('50.00') })
    await Promise.all(others.map((other) => other.end()))
  })

  it('M3: asked for twice with the same id and body is one hold with one answer', async () => {
    const world = await worldWith('10.00')
    const request = holdRequest(world, dollars('1.00'))
    const [first, second] = await Promise.all([ledger.holds.open(request), ledger.holds.open(request)])
    expect(first).toMatchObject({ outcome: 'held', amountMicrocents: dollars('1.00') })
    expect(second).toMatchObject({ outcome: 'held', amountMicrocents: dollars('1.00'), holdId: first.holdId })
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('9.00'), held: dollars('1.00') })
  })

  it('M4: the same id or key with a different body is refused and changes nothing', async () => {
    const world = await worldWith('10.00')
    const request = holdRequest(world, dollars('1.00'), { idempotencyHash: Buffer.from('key') })
    await ledger.holds.open(request)
    const sameId = await ledger.holds.open({ ...request, requestHash: Buffer.from('another body') })
    const sameKey = await ledger.holds.open({ ...request, holdId: newId(), requestHash: Buffer.from('another body') })
    expect([sameId.outcome, sameKey.outcome]).toEqual(['idempotency_mismatch', 'idempotency_mismatch'])
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('9.00'), held: dollars('1.00') })
  })

  it('M5: refused for funds, then topped up: the same key is tried afresh and pays once, also from 20 parallel retries', async () => {
    const world = await worldWith('0.50')
    const attempt = () => holdRequest(world, dollars('1.00'), { idempotencyHash: Buffer.from('retry') })
    const refused = attempt()
    expect((await ledger.holds.open(refused)).outcome).toBe('wallet_empty')
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })

    const retries = await Promise.all(Array.from({ length: 20 }, () => ledger.holds.open(attempt())))
    const [held, ...more] = retries.filter((answer) => answer.outcome === 'held')
    expect(more).toEqual([])
    expect(retries.filter((answer) => answer.outcome === 'idempotency_in_progress')).toHaveLength(19)
    await ledger.holds.settle({ ...settlement(world, held?.holdId ?? '', dollars('0.75')), answer: Buffer.from('kept') })

    expect(await ledger.holds.open(attempt())).toMatchObject({ outcome: 'replay', holdId: held?.holdId })
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('4.75'), held: dollars('0') })
    expect(await chargeOf(world, refused.holdId)).toBeNull()
  })

  it('M6: settled twice has one effect, and the second learns the first', async () => {
    const world = await worldWith('10.00')
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    const first = await ledger.holds.settle(settlement(world, holdId, dollars('0.40')))
    const second = await ledger.holds.settle(settlement(world, holdId, dollars('0.90')))
    expect(first).toMatchObject({ first: true, baseMicrocents: dollars('0.40') })
    expect(second).toMatchObject({ first: false, state: 'settled', baseMicrocents: dollars('0.40') })
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('9.60'), held: dollars('0') })
  })

  it('M7: settled and released at once: one wins, never both', async () => {
    const world = await worldWith('100.00')
    const outcomes = { settled: 0, released: 0 }
    const another = new Holds(ledger.url, { lanesMax: 1 })
    for (let round = 0; round < 100; round++) {
      const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
      const both = round % 2 === 0 ? [ledger.holds, another] : [another, ledger.holds]
      const results = await Promise.all([
        both[0]?.settle(settlement(world, holdId, dollars('0.10'))),
        both[1]?.settle(release(world, holdId)),
      ])
      expect(results.filter((result) => result?.first)).toHaveLength(1)
      expect(results[0]?.state).toBe(results[1]?.state)
      outcomes[results[0]?.state as 'settled' | 'released'] += 1
    }
    await another.end()
    expect(outcomes.settled + outcomes.released).toBe(100)
    const spent = dollars('0.10') * BigInt(outcomes.settled)
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('100.00') - spent)
  })

  it('M10, G8: a provider bill above the hold is capped: our loss, without markup', async () => {
    const world = await worldWith('10.00', 1_500)
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    const result = await ledger.holds.settle(settlement(world, holdId, dollars('1.80'), dollars('1.70')))
    expect(result).toMatchObject({ baseMicrocents: dollars('1.00'), markupMicrocents: dollars('0.15') })
    expect(await chargeOf(world, holdId)).toMatchObject({ costMicrocents: dollars('1.00'), lossMicrocents: dollars('0.70') })
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('8.85'), held: dollars('0') })
  })

  it('M11: a call that cost nothing is settled at nothing', async () => {
    const world = await worldWith('1.00', 1_500)
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('0.50')))
    expect(await ledger.holds.settle(settlement(world, holdId, dollars('0')))).toMatchObject({ state: 'settled', first: true })
    expect(await chargeOf(world, holdId)).toMatchObject({ baseMicrocents: 0n, markupMicrocents: 0n })
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('1.00'))
  })

  it('M14: draws over grant, promotion order and two top-ups, settles for less, and restores exactly the lots it drew from', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 1_000 })
    const { walletId, appId } = world
    const grant = await giveGrant(ledger.database, { walletId, appId, amountMicrocents: dollars('0.30') })
    const older = await payIn(ledger.database, { walletId, creditMicrocents: dollars('0.50') })
    const newer = await payIn(ledger.database, { walletId, creditMicrocents: dollars('5.00') })
    const { holdId, amountMicrocents } = await ledger.holds.open(holdRequest(world, dollars('1.30')))
    // $0.30 free, then $1.00 and its 10 % from the user's own money
    expect(amountMicrocents).toBe(dollars('1.40'))
    const hold = await ledger.database.hold.findUniqueOrThrow({ where: { walletId_id: { walletId, id: holdId } } })
    expect(hold.lineLots).toEqual([grant, older, newer])
    expect(hold.lineAmounts).toEqual([dollars('0.30'), dollars('0.50'), dollars('0.60')])

    await ledger.holds.settle(settlement(world, holdId, dollars('0.60')))
    const left = async (id: string) =>
      (await ledger.database.lot.findUniqueOrThrow({ where: { walletId_id: { walletId, id } } })).availableMicrocents
    // $0.30 from the grant; $0.30 base + $0.03 markup from the older top-up; the newer untouched
    expect([await left(grant), await left(older), await left(newer)]).toEqual([dollars('0'), dollars('0.17'), dollars('5.00')])
  })

  it('M18: a grant given after the hold was opened changes nothing about what the hold draws from', async () => {
    const world = await worldWith('2.00', 1_000)
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    const grant = await giveGrant(ledger.database, { ...world, amountMicrocents: dollars('1.00') })
    const result = await ledger.holds.settle(settlement(world, holdId, dollars('1.00')))
    expect(result.markupMicrocents).toBe(dollars('0.10'))
    const lot = await ledger.database.lot.findUniqueOrThrow({ where: { walletId_id: { walletId: world.walletId, id: grant } } })
    expect(lot.availableMicrocents).toBe(dollars('1.00'))
  })

  it('M19: a markup changed after the hold was opened changes nothing about what it settles at', async () => {
    const world = await worldWith('2.00', 1_000)
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
    await ledger.database.app.update({ where: { id: world.appId }, data: { markupBps: 0 } })
    expect((await ledger.holds.settle(settlement(world, holdId, dollars('1.00')))).markupMicrocents).toBe(dollars('0.10'))
  })

  it('M20: frozen or closed between: what is reserved settles, nothing new is reserved', async () => {
    for (const status of ['frozen', 'closed', 'paused'] as const) {
      const world = await worldWith('2.00')
      const { holdId } = await ledger.holds.open(holdRequest(world, dollars('1.00')))
      await ledger.database.wallet.update({ where: { id: world.walletId }, data: { status } })
      expect((await ledger.holds.open(holdRequest(world, dollars('0.10')))).outcome).toBe(
        status === 'paused' ? 'wallet_paused' : 'wallet_frozen',
      )
      expect(await ledger.holds.settle(settlement(world, holdId, dollars('0.70')))).toMatchObject({ state: 'settled', first: true })
      expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('1.30'))
    }
  })

  it('M85: the largest amounts there are neither overflow nor slip through', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 100_000 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: 2_000_000_000_000_000n as Microcents })
    const most = 9_223_372_036_854_775_807n as Microcents
    const far = await ledger.holds.open(holdRequest(world, most))
    expect(far).toMatchObject({ outcome: 'wallet_empty', amountMicrocents: 0n })
    const many = await ledger.holds.open({
      ...holdRequest(world, dollars('1.00')),
      unitPriceMicrocentsPerMillion: most,
      unitsWanted: 2_147_483_647,
      unitsMinimum: 2_147_483_647,
    })
    expect(many.outcome).toBe('wallet_empty')
    const within = await ledger.holds.open(holdRequest(world, 150_000_000_000_000n as Microcents))
    expect(within).toMatchObject({ outcome: 'held', amountMicrocents: 1_650_000_000_000_000n })
    await ledger.holds.settle(settlement(world, within.holdId, most, most))
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(350_000_000_000_000n)
  })
})
