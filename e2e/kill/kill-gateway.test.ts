// The gateway is killed in the middle of twenty streams: nothing of it is left to finish anything.
import { type LedgerDatabase, ledgerDatabase } from '@farebox/billing/testing'
import { Holds } from '@farebox/ledger/holds'
import { type ModelsStandIn, startModelsStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectResolved } from './expect-resolved.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { call, checkpoints, openStream } from './streams.ts'
import { makeWorld, type World } from './world.ts'

let ledger: LedgerDatabase
let models: ModelsStandIn
let gateway: GatewayProcess
let world: World

beforeAll(async () => {
  ;[ledger, models] = await Promise.all([ledgerDatabase(), startModelsStandIn()])
  world = await makeWorld(ledger.database)
  gateway = await startGatewayProcess({ databaseUrl: ledger.url, modelsUrl: models.url })
})
afterAll(async () => {
  await gateway.kill()
  await models.stop()
  await ledger.close() // proves the books
})

it('M22, G11: 20 streams whose gateway is killed are each charged once, from what it had reported to what it had reserved', {
  timeout: 60_000,
}, async () => {
  const { database } = ledger
  const caller = { url: gateway.url, secret: world.secret }
  const prompt = 'Tell me something long.\nstand-in: every=100 tokens=500'

  // Fifteen that run until a heartbeat has reported them, and five that begin only then.
  const early = Array.from({ length: 15 }, (_, place) => openStream(caller, world.userOf(place), prompt))
  await Promise.all(early.map(({ begun }) => begun))
  await expect.poll(() => checkpoints(database), { timeout: 20_000, interval: 100 }).toBe(15)
  const late = Array.from({ length: 5 }, (_, place) => openStream(caller, world.userOf(place), prompt))
  await Promise.all(late.map(({ begun }) => begun))
  expect(await database.hold.count({ where: { state: 'open' } })).toBe(20)

  await gateway.kill()
  for (const { status, complete } of await Promise.all([...early, ...late].map(({ ended }) => ended))) {
    expect(status).toBe(200)
    expect(complete).toBe(false)
  }

  // Their leases have not lapsed: nobody takes them from a gateway that may only be slow.
  const sweeper = new Holds(ledger.url)
  expect(await sweeper.sweep()).toBe(0)
  await sweeper.end()
  // Two minutes later they have, and the sweeper of any worker resolves them, once.
  const laterSweeper = new Holds(ledger.url, { clockOffset: '2 minutes' })
  expect(await laterSweeper.sweep()).toBe(20)
  expect(await laterSweeper.sweep()).toBe(0)
  await laterSweeper.end()

  const charged = await expectResolved(database, { paidInMicrocents: 4n * 500_000_000n })
  expect(charged).toBeGreaterThan(0n)
  expect(await database.hold.groupBy({ by: ['state'], _count: true, orderBy: { state: 'asc' } })).toEqual([
    { state: 'settled', _count: 15 },
    { state: 'expired', _count: 5 },
  ])
  const charges = await database.charge.findMany()
  expect(new Set(charges.map(({ outcome }) => outcome))).toEqual(new Set(['gateway_lost']))

  // The next gateway finds nothing in its way.
  gateway = await startGatewayProcess({ databaseUrl: ledger.url, modelsUrl: models.url })
  expect((await call({ ...caller, url: gateway.url }, world.users[0], { prompt: 'Hello.' })).status).toBe(200)
})
