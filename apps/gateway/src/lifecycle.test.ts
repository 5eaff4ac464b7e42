// Calls under way: renewed, stopped when permission ends, and finished when the process stops.
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import { connectAsOwner } from '@farebox/db/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openGateway } from './open-gateway.ts'
import { ask, eventsOf, open } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let walletId: string
beforeEach(async () => {
  gateway = await startGateway({ heartbeat: { everyMs: 100, lostAfterMs: 700 } })
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app)
  walletId = await makeRider(gateway.database, [app], 'rider')
  await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
})
afterEach(() => gateway.stop())

const slowStream = (changes = {}) =>
  open(gateway, { secret: key.secret, user: 'rider', prompt: 'stand-in: every=25 tokens=400', stream: true, ...changes })
const charge = () => gateway.database.charge.findFirst({ where: { walletId } })
const checkpointed = () =>
  until('a checkpoint', async () => ((await gateway.database.hold.findFirst())?.checkpointBaseMicrocents ?? 0n) > 0n)

async function chargedAsSaid(text: string, stopped: string) {
  const { chunks, done, comments } = eventsOf(text)
  expect(done).toBe(true)
  expect(chunks.at(-1)?.choices?.[0]?.finish_reason).toBe('length')
  expect(comments.at(-1)).toContain(`"stopped":"${stopped}"`)
  const stored = await charge()
  expect(stored).toMatchObject({ outcome: 'stopped', stopped })
  const output = chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').filter(Boolean).length
  expect(stored?.usage).toMatchObject({ output })
  expect((await walletTotals(gateway.database, walletId)).available).toBe(
    dollars('5') - (stored?.baseMicrocents ?? 0n) - (stored?.markupMicrocents ?? 0n),
  )
}

describe('a stream under way', () => {
  it('is checkpointed at what it has cost so far, and never above what it is charged', async () => {
    const reply = await slowStream()
    await checkpointed()
    const hold = await gateway.database.hold.findFirstOrThrow()
    expect(hold.checkpointUsage).toMatchObject({ input: expect.any(Number), output: expect.any(Number) })
    await gateway.database.connection.updateMany({ data: { status: 'paused' } })
    await reply.text()
    expect((await charge())?.baseMicrocents).toBeGreaterThanOrEqual(hold.checkpointBaseMicrocents)
  })

  it('ends within a beat when the user disconnects the app, cleanly, and costs what was produced', async () => {
    const reply = await slowStream()
    await gateway.database.connection.updateMany({ data: { status: 'revoked' } })
    await chargedAsSaid(await reply.text(), 'connection_revoked')
  })
})

describe('a gateway that is told to stop', () => {
  it('lets a stream end that can, and settles it', async () => {
    const reply = await slowStream({ prompt: 'stand-in: every=25 tokens=20' })
    const closing = gateway.close(5_000)
    const { done, chunks } = eventsOf(await reply.text())
    await closing
    expect([done, chunks.at(-1)?.choices?.[0]?.finish_reason]).toEqual([true, 'stop'])
    expect(await charge()).toMatchObject({ outcome: 'complete', usage: { output: 20 } })
  })

  it('ends what takes longer, cleanly; takes nothing new; leaves no hold open', async () => {
    const reply = await slowStream()
    const closing = gateway.close(300)
    await expect(ask(gateway, { secret: key.secret, user: 'rider' }).then(({ status }) => status)).rejects.toThrow()
    await chargedAsSaid(await reply.text(), 'server_stopping')
    await closing
    expect(await gateway.database.hold.count({ where: { state: 'open' } })).toBe(0)
  })
})

describe('a gateway that is started', () => {
  it('refuses a database that was migrated without the ledger’s functions, and says what to run', async () => {
    const owner = await connectAsOwner(gateway.databaseUrl)
    await owner.query('drop function settle_holds(json)')
    await owner.end()
    await expect(openGateway(gateway.settings)).rejects.toThrow(/settle_holds .*pnpm db:migrate/)
  })
})
