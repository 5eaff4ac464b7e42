// A hold that another model takes over, and what a hold would answer without being opened.
import { newId } from '@farebox/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Holds } from './holds.ts'
import { dollars, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld, walletTotals } from './testing.ts'

const ledger = opened(ledgerWithHolds)
/** Two minutes ahead: every hold opened now has lapsed there. */
let later: Holds

beforeAll(async () => {
  later = new Holds(ledger.url, { clockOffset: '2 minutes' })
})
afterAll(() => later.end())

/** A hold that freezes the prices of two models, of two providers. */
async function heldForTwo() {
  const world = await payingWorld(ledger.database, { markupBps: 1_000 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('10.00') })
  const [providerId, priceVersionId] = [newId(), newId()]
  await ledger.database.provider.create({ data: { id: providerId, name: `second-${providerId}` } })
  await ledger.database.priceVersion.create({
    data: { id: priceVersionId, model: 'second', providerId, startsAt: new Date(0), source: 'test' },
  })
  const priceVersionIds = [world.priceVersionId, priceVersionId]
  const { holdId, outcome } = await ledger.holds.open(holdRequest(world, dollars('1.00'), { priceVersionIds }))
  expect(outcome).toBe('held')
  const toSecond = { holdId, walletId: world.walletId, model: 'second', providerId, priceVersionId }
  return { world, holdId, toSecond }
}

const release = ({ walletId }: PayingWorld, holdId: string) =>
  ledger.holds.settle({ holdId, walletId, resolution: 'released', baseMicrocents: dollars('0'), costMicrocents: dollars('0') })

describe('another model takes a hold over', () => {
  it('and is named by the charge, also where its gateway is lost', async () => {
    const { world, holdId, toSecond } = await heldForTwo()
    expect(await ledger.holds.switchModel(toSecond)).toBeNull()
    const amounts = { baseMicrocents: dollars('0.10'), costMicrocents: dollars('0.10') }
    await ledger.holds.renew([{ holdId, walletId: world.walletId, ...amounts, usage: { output: 1 } }])
    await later.sweep()
    const charge = await ledger.database.charge.findFirst({ where: { walletId: world.walletId } })
    expect(charge).toMatchObject({
      model: 'second',
      providerId: toSecond.providerId,
      priceVersionId: toSecond.priceVersionId,
      baseMicrocents: dollars('0.10'),
      outcome: 'gateway_lost',
    })
  })

  it('moves no money, and keeps the hold alive', async () => {
    const { world, holdId, toSecond } = await heldForTwo()
    const before = await walletTotals(ledger.database, world.walletId)
    expect(await later.switchModel(toSecond)).toBeNull()
    expect(await walletTotals(ledger.database, world.walletId)).toEqual(before)
    await later.sweep()
    expect(await ledger.database.hold.findFirst({ where: { id: holdId } })).toMatchObject({ state: 'open', model: 'second' })
    await release(world, holdId)
  })

  it.each([
    [
      'the connection does not allow it',
      'model_not_allowed',
      ({ connectionId }: PayingWorld) =>
        ledger.database.connection.updateMany({ where: { id: connectionId }, data: { models: ['first'] } }),
    ],
    [
      'the key does not allow it',
      'model_not_allowed',
      ({ apiKeyId }: PayingWorld) => ledger.database.apiKey.update({ where: { id: apiKeyId }, data: { models: ['first'] } }),
    ],
    [
      'the key was revoked',
      'invalid_api_key',
      ({ apiKeyId }: PayingWorld) => ledger.database.apiKey.update({ where: { id: apiKeyId }, data: { revokedAt: new Date() } }),
    ],
    [
      'the key has expired',
      'key_expired',
      ({ apiKeyId }: PayingWorld) => ledger.database.apiKey.update({ where: { id: apiKeyId }, data: { expiresAt: new Date(0) } }),
    ],
    [
      'the user paused the app',
      'connection_paused',
      ({ connectionId }: PayingWorld) => ledger.database.connection.updateMany({ where: { id: connectionId }, data: { status: 'paused' } }),
    ],
    [
      'the permission has ended',
      'connection_expired',
      ({ connectionId }: PayingWorld) =>
        ledger.database.connection.updateMany({ where: { id: connectionId }, data: { expiresAt: new Date(0) } }),
    ],
    [
      'the wallet is frozen',
      'wallet_frozen',
      ({ walletId }: PayingWorld) => ledger.database.wallet.update({ where: { id: walletId }, data: { status: 'frozen' } }),
    ],
    [
      'the app is suspended',
      'app_suspended',
      ({ appId }: PayingWorld) => ledger.database.app.update({ where: { id: appId }, data: { status: 'suspended' } }),
    ],
  ])('not where %s', async (_what, reason, change) => {
    const { world, holdId, toSecond } = await heldForTwo()
    await change(world)
    expect(await ledger.holds.switchModel(toSecond)).toBe(reason)
    expect(await ledger.database.hold.findFirst({ where: { id: holdId } })).not.toMatchObject({ model: 'second' })
    await release(world, holdId)
  })

  it('not where an operator switched it off, or its provider', async () => {
    const one = await heldForTwo()
    const { providerId } = one.toSecond
    await ledger.database.modelSwitch.create({ data: { model: 'second', providerId, reason: 'test', offSince: new Date() } })
    expect(await ledger.holds.switchModel(one.toSecond)).toBe('model_switched_off')
    const other = await heldForTwo()
    await ledger.database.provider.update({ where: { id: other.toSecond.providerId }, data: { enabled: false } })
    expect(await ledger.holds.switchModel(other.toSecond)).toBe('model_switched_off')
    await Promise.all([release(one.world, one.holdId), release(other.world, other.holdId)])
  })

  it('not at a price that is not frozen in the hold, nor once it is resolved, nor another wallet’s', async () => {
    const { world, holdId, toSecond } = await heldForTwo()
    const other = await heldForTwo()
    await expect(ledger.holds.switchModel({ ...toSecond, priceVersionId: other.toSecond.priceVersionId })).rejects.toThrow(/not frozen/)
    expect(await ledger.holds.switchModel({ ...toSecond, walletId: other.world.walletId })).toBe('hold_already_settled')
    await Promise.all([release(world, holdId), release(other.world, other.holdId)])
    expect(await ledger.holds.switchModel(toSecond)).toBe('hold_already_settled')
  })
})

describe('a preview', () => {
  it('answers as the hold would, and leaves nothing behind', async () => {
    const world = await payingWorld(ledger.database, { markupBps: 1_000, limitMicrocents: dollars('2.00') })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('10.00') })
    const everything = async () => ({
      holds: await ledger.database.hold.count({ where: { walletId: world.walletId } }),
      totals: await walletTotals(ledger.database, world.walletId),
      wallet: await ledger.database.wallet.findUnique({ where: { id: world.walletId } }),
      connection: await ledger.database.connection.findFirst({ where: { walletId: world.walletId } }),
      keys: await ledger.database.idempotency.count({ where: { walletId: world.walletId } }),
    })
    for (const base of ['1.00', '1.81', '1.82', '9.00', '90.00']) {
      const before = await everything()
      const request = holdRequest(world, dollars(base), { idempotencyHash: Buffer.alloc(32, base) })
      const preview = await ledger.holds.preview(request)
      expect(await everything()).toEqual(before)
      const answer = await ledger.holds.open(request)
      expect(answer).toEqual(preview)
      if (answer.outcome === 'held') await release(world, request.holdId)
    }
  })

  it('of a wallet that is locked is busy, and waits for nobody', async () => {
    const world = await payingWorld(ledger.database)
    await ledger.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`select id from wallet where id = ${world.walletId}::uuid for no key update`
      expect((await ledger.holds.preview(holdRequest(world, dollars('1.00')))).outcome).toBe('busy')
    })
  })
})
