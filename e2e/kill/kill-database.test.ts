// The database dies under a gateway that lives, and comes back: as after a power cut, from its write-ahead log.
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { connectDatabase, type Database } from '@farebox/db'
import { type Postgres, startPostgres } from '@farebox/db/postgres'
import { Holds } from '@farebox/ledger/holds'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { type ModelsStandIn, startModelsStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrateDatabase } from '../../scripts/database/migrate.ts'
import { expectResolved } from './expect-resolved.ts'
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts'
import { call, checkpoints, openStream } from './streams.ts'
import { makeWorld, type World } from './world.ts'

const directory = mkdtempSync(path.join(os.tmpdir(), 'farebox-kill-database-'))
let server: Postgres
let databaseUrl: string
let database: Database
let models: ModelsStandIn
let gateway: GatewayProcess
let world: World

beforeAll(async () => {
  ;[server, models] = await Promise.all([startPostgres({ directory }), startModelsStandIn()])
  databaseUrl = server.url('farebox')
  await migrateDatabase(databaseUrl, { clock: 'movable' })
  database = connectDatabase(databaseUrl)
  world = await makeWorld(database)
  gateway = await startGatewayProcess({ databaseUrl, modelsUrl: models.url })
}, 60_000)
afterAll(async () => {
  await gateway.kill()
  await models.stop()
  await database.$disconnect()
  await server.stop()
  for (const folder of [directory, server.directory]) rmSync(folder, { recursive: true, force: true })
})

it('G13, G56: 20 streams whose database is killed and started again end, and each is charged once, up to what it had reserved', {
  timeout: 60_000,
}, async () => {
  const caller = { url: gateway.url, secret: world.secret }
  const prompt = 'Tell me something long.\nstand-in: every=100 tokens=150'
  const streams = Array.from({ length: 20 }, (_, place) => openStream(caller, world.userOf(place), prompt))
  await Promise.all(streams.map(({ begun }) => begun))
  await expect.poll(() => checkpoints(database), { timeout: 20_000, interval: 100 }).toBeGreaterThanOrEqual(10)

  await server.stopImmediately()
  const [leaver, refused] = [streams[0], await call(caller, world.users[0], { prompt: 'Hello.' })]
  leaver?.leave() // its charge is due while there is nowhere to book it
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ error: { code: 'busy', charged: false } })
  // Where nothing can be counted, nobody is served: the provider was asked for the streams alone.
  expect(models.tally.requests()).toHaveLength(20)
  server = await startPostgres({ directory, port: server.port })

  const ended = await Promise.all(streams.slice(1).map((stream) => stream.ended))
  expect(ended.map(({ status, complete }) => ({ status, complete }))).toEqual(ended.map(() => ({ status: 200, complete: true })))
  await expect.poll(() => database.hold.count({ where: { state: 'open' } }), { timeout: 10_000 }).toBe(0)

  // Nothing is left for the sweeper, even of the call that was refused.
  const sweeper = new Holds(databaseUrl, { clockOffset: '2 minutes' })
  expect(await sweeper.sweep()).toBe(0)
  await sweeper.end()
  const charged = await expectResolved(database, { paidInMicrocents: 4n * 500_000_000n })
  expect(charged).toBeGreaterThan(0n)
  expect(await database.charge.count()).toBe(20)
  expect((await call(caller, world.users[0], { prompt: 'Hello.' })).status).toBe(200)
  await assertReconciled(database)
})
