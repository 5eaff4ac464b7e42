// Holds nobody renewed, and what comes late. M8, M9, M15–M17, M21, M22 (in the database), M32. Time is moved for one connection at a time.
import { newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import type { Microcents } from '@farebox/money'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HoldRequest, Holds } from './holds.ts'
import { grantReturned } from './movements/grant-returned.ts'
import { post } from './post.ts'
import { dollars, giveGrant, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)
/** Two minutes ahead: every hold opened now has lapsed there. */
let later: Holds

beforeAll(async () => {
  later = new Holds(ledger.url, { clockOffset: '2 minutes' })
})
afterAll(() => later.end())

async function worldWithHold(base: Microcents, changes: Partial<HoldRequest> = {}) {
  const world = await payingWorld(ledger.database, { markupBps: 1_000 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('10.00') })
  const { holdId } = await ledger.holds.open(holdRequest(world, base, changes))
  return { world, holdId }
}
const settle = (by: Holds, world: PayingWorld, holdId: string, amount: Microcents) =>
  by.settle({ holdId, walletId: world.walletId, resolution: 'settled', baseMicrocents: amount, costMicrocents: amount })
const beat = (world: PayingWorld, holdId: string, amount: Microcents) => ({
  holdId,
  walletId: world.walletId,
  baseMicrocents: amount,
  costMicrocents: amount,
  usage: { output: 1 },
})
const lossOf = async (walletId: string) => {
  const losses = await ledger.database.transfer.findMany({ where: { walletId, debitKind: 'usage_loss' } })
  return losses.reduce((total, transfer) => total + transfer.amountMicrocents, 0n)
}

describe('a hold whose lease lapsed', () => {
  it('M8: settled and swept at the same instant is resolved once, 1,000 rounds', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 0 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('100.00') })
    let settled = 0
    for (let round = 0; round < 10; round++) {
      const opened = await Promise.all(Array.from({ length: 100 }, () => ledger.holds.open(holdRequest(world, dollars('0.01')))))
      const [results] = await Promise.all([
        Promise.all(opened.map(({ holdId }) => settle(ledger.holds, world, holdId, dollars('0.01')))),
        later.sweep(),
        later.sweep(),
      ])
      settled += results.filter((result) => result.state === 'settled' && result.first).length
      expect(results.every((result) => result.first || result.state === 'expired')).toBe(true)
    }
    const charges = await ledger.database.charge.count({ where: { walletId: world.walletId } })
    expect(charges).toBe(settled)
    const { available, held } = await walletTotals(ledger.database, world.walletId)
    expect([available, held]).toEqual([dollars('100.00') - dollars('0.01') * BigInt(settled), 0n])
  })

  it('M9: settled after it expired debits nothing; the cost is our loss, booked once', async () => {
    const { world, holdId } = await worldWithHold(dollars('1.00'))
    expect(await later.sweep()).toBeGreaterThan(0)
    for (let time = 0; time < 3; time++) {
      expect(await settle(ledger.holds, world, holdId, dollars('0.40'))).toMatchObject({
        state: 'expired',
        first: false,
        baseMicrocents: 0n,
      })
    }
    expect(await walletTotals(ledger.database, world.walletId)).toEqual({ available: dollars('10.00'), held: dollars('0') })
    expect(await lossOf(world.walletId)).toBe(dollars('0.40'))
  })

  it('M22: with a checkpoint is settled at the checkpoint, once; what is reported later beyond it is our loss', async () => {
    const { world, holdId } = await worldWithHold(dollars('1.00'))
    expect(await ledger.holds.renew([beat(world, holdId, dollars('0.30'))])).toEqual([{ holdId, reason: null }])
    await later.sweep()
    expect(await settle(ledger.holds, world, holdId, dollars('0.50'))).toMatchObject({
      state: 'settled',
      first: false,
      baseMicrocents: dollars('0.30'),
      markupMicrocents: dollars('0.03'),
    })
    expect((await walletTotals(ledger.database, world.walletId)).available).toBe(dollars('9.67'))
    expect(await lossOf(world.walletId)).toBe(dollars('0.20'))
    const charge = await ledger.database.charge.findFirstOrThrow({ where: { walletId: world.walletId } })
    expect(charge.outcome).toBe('gateway_lost')
  })

  it('is resolved by the next hold on its wallet, without waiting for the sweeper', async () => {
    const { world } = await worldWithHold(dollars('9.00'))
    expect((await ledger.holds.open(holdRequest(world, dollars('9.00')))).outcome).toBe('funds_held')
    expect((await later.open(holdRequest(world, dollars('9.00')))).outcome).toBe('held')
  })

  it('M21, G10: renewed through two hours is never swept', async () => {
    const { world, holdId } = await worldWithHold(dollars('1.00'))
    for (let seconds = 50; seconds <= 7_200; seconds += 50) {
      await ledger.database.$transaction(async (transaction) => {
        await transaction.$queryRawUnsafe(`select set_config('farebox.clock_offset', '${seconds} seconds', true)`)
        await transaction.$queryRawUnsafe('select resolve_lapsed_holds(500)')
        const beats = [{ hold_id: holdId, wallet_id: world.walletId, base: '1', cost: '1', usage: {} }]
        await transaction.$queryRawUnsafe('select o_stop_reason from renew_holds($1::json)', JSON.stringify(beats))
      })
    }
    const twoHoursOn = new Holds(ledger.url, { clockOffset: '7200 seconds' })
    expect(await settle(twoHoursOn, world, holdId, dollars('0.80'))).toMatchObject({ state: 'settled', first: true })
    await twoHoursOn.end()
  })

  it('M21: whose heartbeat is under way is not swept beneath it: what the beat was answered for counts', async () => {
    const { world, holdId } = await worldWithHold(dollars('1.00'))
    const gateway = await connectAsOwner(ledger.url)
    await gateway.query('begin')
    const beats = [{ hold_id: holdId, wallet_id: world.walletId, base: String(dollars('0.30')), cost: '0', usage: {} }]
    const { rows } = await gateway.query('select o_hold_id from renew_holds($1::json)', [JSON.stringify(beats)])
    expect(rows).toEqual([{ o_hold_id: holdId }])
    const sweeping = later.sweep()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await gateway.query('commit')
    await gateway.end()
    await sweeping
    await later.sweep()
    expect(await settle(ledger.holds, world, holdId, dollars('0.30'))).toMatchObject({ state: 'settled', baseMicrocents: dollars('0.30') })
  })

  it('M32: a sweep that dies half way leaves every hold either open or resolved, and the next finishes', async () => {
    const worlds = await Promise.all(Array.from({ length: 5 }, () => worldWithHold(dollars('1.00'))))
    await ledger.database
      .$transaction(async (transaction) => {
        await transaction.$queryRawUnsafe(`select set_config('farebox.clock_offset', '2 minutes', true)`)
        await transaction.$queryRawUnsafe('select resolve_lapsed_holds(3)')
        throw new Error('killed')
      })
      .catch(() => undefined)
    for (const { world } of worlds) expect((await walletTotals(ledger.database, world.walletId)).held).toBe(dollars('1.10'))
    await later.sweep()
    for (const { world } of worlds) expect((await walletTotals(ledger.database, world.walletId)).held).toBe(dollars('0'))
  })
})

describe('a heartbeat', () => {
  it('says within one beat that a call under way must stop, and why', async () => {
    const { world, holdId } = await worldWithHold(dollars('1.00'))
    const connection = { walletId_id: { walletId: world.walletId, id: world.connectionId } }
    await ledger.database.connection.update({ where: connection, data: { status: 'revoked' } })
    expect(await ledger.holds.renew([beat(world, holdId, dollars('0.10'))])).toEqual([{ holdId, reason: 'connection_revoked' }])
    await settle(ledger.holds, world, holdId, dollars('0.10'))
    expect(await ledger.holds.renew([beat(world, holdId, dollars('0.10'))])).toEqual([])
  })
})

describe('a grant under a hold', () => {
  async function grantedWorld(expiresAt?: Date) {
    const world = await payingWorld(ledger.database)
    const lotId = await giveGrant(ledger.database, { ...world, amountMicrocents: dollars('1.00'), ...(expiresAt && { expiresAt }) })
    const { holdId } = await ledger.holds.open(holdRequest(world, dollars('0.60')))
    return { world, lotId, holdId }
  }
  const giveBack = (world: PayingWorld, lotId: string, amountMicrocents: Microcents) =>
    ledger.database.$transaction((transaction) =>
      post(transaction, grantReturned({ ...world, transactionId: newId(), mode: 'live', lotId, amountMicrocents })),
    )
  const poolOf = async (appId: string) =>
    (await ledger.database.account.findUniqueOrThrow({ where: { mode_kind_id: { mode: 'live', kind: 'grant_pool', id: appId } } }))
      .balanceMicrocents

  it('M15: that expires while held stays usable by the hold; the rest has expired', async () => {
    const { world, lotId, holdId } = await grantedWorld(new Date(Date.now() + 60_000))
    expect(await settle(later, world, holdId, dollars('0.20'))).toMatchObject({ state: 'settled', baseMicrocents: dollars('0.20') })
    expect((await later.open(holdRequest(world, dollars('0.01')))).outcome).toBe('wallet_empty')
    await giveBack(world, lotId, dollars('0.80'))
    expect(await poolOf(world.appId)).toBe(dollars('0.80'))
  })

  it('M16: taken back while held: the rest returns at once, what the hold does not use returns after', async () => {
    const { world, lotId, holdId } = await grantedWorld()
    await giveBack(world, lotId, dollars('0.40'))
    expect((await ledger.holds.open(holdRequest(world, dollars('0.01')))).outcome).toBe('wallet_empty')
    await settle(ledger.holds, world, holdId, dollars('0.25'))
    expect((await ledger.holds.open(holdRequest(world, dollars('0.01')))).outcome).toBe('wallet_empty')
    await giveBack(world, lotId, dollars('0.35'))
    expect(await poolOf(world.appId)).toBe(dollars('0.75'))
  })

  it('M17: restored to a grant that expired meanwhile is not spendable again, and more than is there cannot return', async () => {
    const { world, lotId, holdId } = await grantedWorld(new Date(Date.now() + 60_000))
    await later.settle({
      holdId,
      walletId: world.walletId,
      resolution: 'released',
      baseMicrocents: dollars('0'),
      costMicrocents: dollars('0'),
    })
    expect((await later.open(holdRequest(world, dollars('0.01')))).outcome).toBe('wallet_empty')
    await expect(giveBack(world, lotId, dollars('1.01'))).rejects.toThrow()
    await giveBack(world, lotId, dollars('1.00'))
    expect(await poolOf(world.appId)).toBe(dollars('1.00'))
  })
})
