// One way to meter anything, called in process: allowed, reserved, run, settled or released; and a fixed cost in one step.
import { randomBytes } from 'node:crypto'
import { AppError } from '@farebox/errors'
import { Holds } from '@farebox/ledger/holds'
import { holdRequest, opened, ownService, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { reducePrice, usageOf } from '@farebox/pricing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Payer } from '../proxy/payers.ts'
import { dollars, ledgerDatabase, walletTotals } from '../testing/world.ts'
import { BilledFailure } from './ending.ts'
import { fundingAllowed } from './funding-allowed.ts'
import { Heartbeat, heartbeatDefaults } from './heartbeat.ts'
import { type MeteredOperation, type MeteringDesk, meteredOperation } from './metered-operation.ts'
import { PendingSettlements } from './pending-settlements.ts'
import { recordCost } from './record-cost.ts'
import type { Reserved } from './reserved.ts'

const PRICE = { microcents: 400, per: 'character' }

const ledger = opened(ledgerDatabase)
let desk: MeteringDesk

beforeAll(async () => {
  const holds = new Holds(ledger.url)
  const heartbeat = new Heartbeat(
    (beats) => holds.renew(beats),
    heartbeatDefaults,
    () => undefined,
  )
  desk = { holds, heartbeat, settlements: new PendingSettlements(() => undefined) }
})
afterAll(() => desk.holds.end())

type Paying = { world: PayingWorld; payer: Payer }

async function paying(credit: Microcents): Promise<Paying> {
  const world = await payingWorld(ledger.database, { markupBps: 1_500 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: credit })
  const { walletId, connectionId } = world
  return { world, payer: { walletId, connectionId, mode: 'live', kind: 'user', externalUserId: 'ann' } }
}

/** An operation that speaks up to a hundred characters, priced as people write it. */
function speaking({ world, payer }: Paying, run: MeteredOperation<string>['run']): MeteredOperation<string> {
  const { lines } = reducePrice(PRICE)
  const { priceVersionId: id, providerId } = world
  const priceVersion = { id, model: 'test-model', provider: 'test', providerId, startsAt: new Date(0), source: 'test', lines }
  const reserve = async (): Promise<Reserved> => {
    const answer = await desk.holds.open(holdRequest(world, microcents(40_000n)))
    if (answer.outcome !== 'held') throw new AppError('wallet_empty')
    const { holdId, amountMicrocents: holdMicrocents, spendableMicrocents } = answer
    return { holdId, payer, priceVersion, unitsWanted: 100, unitsGranted: 100, holdMicrocents, spendableMicrocents }
  }
  return { reserve, run }
}
const spoke = (characters: number): ReturnType<MeteredOperation<string>['run']> =>
  Promise.resolve({
    ended: Promise.resolve({ resolution: 'settled', outcome: 'complete', usage: usageOf({ character: characters }) }),
    reply: async (charge) => `spoke for ${(await charge).totalMicrocents}`,
  })
const leftOf = ({ world }: Paying) => walletTotals(ledger.database, world.walletId)

describe('a metered operation', () => {
  it('S3: reserves the most, runs, and charges what it used: 13 characters at 400, and the markup', async () => {
    const ann = await paying(dollars('1.00'))
    let heldWhileItRan = microcents(0n)
    const reply = await meteredOperation(
      speaking(ann, async () => {
        heldWhileItRan = (await leftOf(ann)).held
        return spoke(13)
      }),
      desk,
    )
    expect(reply).toBe('spoke for 5980')
    expect(heldWhileItRan).toBe(46_000n)
    expect(await leftOf(ann)).toEqual({ available: dollars('1.00') - 5_980n, held: 0n })
  })

  it('charges nothing for work that failed, and gives all of it back; what it cost us all the same is our loss', async () => {
    const ann = await paying(dollars('1.00'))
    const failing = (cause: Error) =>
      meteredOperation(
        speaking(ann, () => Promise.reject(cause)),
        desk,
      )
    await expect(failing(new AppError('provider_error'))).rejects.toMatchObject({ code: 'provider_error' })
    await expect(failing(new BilledFailure(new AppError('provider_timeout'), usageOf({ character: 7 })))).rejects.toMatchObject({
      code: 'provider_timeout',
    })
    expect(await leftOf(ann)).toEqual({ available: dollars('1.00'), held: 0n })
    const lost = await ledger.database.transfer.findMany({ where: { walletId: ann.world.walletId, debitKind: 'usage_loss' } })
    expect(lost.map((transfer) => transfer.amountMicrocents)).toEqual([2_800n])
  })

  it('does not run what cannot be paid for, nor what was run before', async () => {
    const poor = await paying(microcents(1_000_000n - 960_000n))
    let runs = 0
    const counting = () => {
      runs += 1
      return spoke(1)
    }
    await expect(meteredOperation(speaking(poor, counting), desk)).rejects.toMatchObject({ code: 'wallet_empty' })
    const before = { reserve: async () => ({ replay: async () => 'as before' }), run: counting }
    expect(await meteredOperation(before, desk)).toBe('as before')
    expect([runs, desk.heartbeat.size, desk.settlements.size]).toEqual([0, 0, 0])
  })
})

describe('a fixed cost', () => {
  async function serviceOf({ world }: Paying) {
    const { serviceId, priceVersionIds, model, providerId } = await ownService(ledger.database, world)
    return { id: serviceId, priceVersionId: priceVersionIds[0] as string, model, providerId }
  }

  it('S5: is allowed at exactly the minimum, and not for a microcent more; asking holds nothing', async () => {
    const ann = await paying(dollars('0.40'))
    const service = await serviceOf(ann)
    const ask = (minimumMicrocents: Microcents, named?: typeof service) =>
      fundingAllowed(desk.holds, { payer: ann.payer, credentialId: ann.world.apiKeyId, minimumMicrocents, service: named })
    for (const named of [undefined, service]) {
      expect(await ask(dollars('0.40'), named)).toEqual({ allowed: true, availableMicrocents: dollars('0.40'), code: null })
      expect(await ask(microcents(dollars('0.40') + 1n), named)).toMatchObject({ allowed: false, code: 'insufficient_funds' })
    }
    expect(await leftOf(ann)).toEqual({ available: dollars('0.40'), held: 0n })
    await ledger.database.wallet.update({ where: { id: ann.world.walletId }, data: { status: 'paused' } })
    expect(await ask(dollars('0.01'))).toMatchObject({ allowed: false, code: 'wallet_paused' })
  })

  it('S5: 200 parallel recordCost of 10 ¢ on $5.00: exactly 50 succeed', async () => {
    const ann = await paying(dollars('5.00'))
    const service = await serviceOf(ann)
    const cost = () => ({
      payer: ann.payer,
      credentialId: ann.world.apiKeyId,
      costMicrocents: dollars('0.10'),
      service,
      requestHash: randomBytes(8),
    })
    const answers = await Promise.all(Array.from({ length: 200 }, () => recordCost(desk.holds, cost())))
    const outcomes = answers.map(({ outcome }) => outcome)
    expect([
      outcomes.filter((outcome) => outcome === 'held').length,
      outcomes.filter((outcome) => outcome === 'wallet_empty').length,
    ]).toEqual([50, 150])
    expect(await leftOf(ann)).toEqual({ available: 0n, held: 0n })
    expect(await ledger.database.charge.count({ where: { walletId: ann.world.walletId } })).toBe(50)
  })

  it('sent again under its id, because the answer was lost, is the same charge', async () => {
    const ann = await paying(dollars('1.00'))
    const cost = {
      ...{ payer: ann.payer, credentialId: ann.world.apiKeyId, costMicrocents: dollars('0.10'), service: await serviceOf(ann) },
      ...{ id: '0198c0de-0000-7000-8000-00000000c057', requestHash: Buffer.from('once') },
    }
    const answers = [await recordCost(desk.holds, cost), await recordCost(desk.holds, cost)]
    expect(answers.map(({ outcome, holdId }) => [outcome, holdId])).toEqual(answers.map(() => ['held', cost.id]))
    expect((await leftOf(ann)).available).toBe(dollars('0.90'))
    expect((await recordCost(desk.holds, { ...cost, requestHash: Buffer.from('other') })).outcome).toBe('idempotency_mismatch')
  })
})
