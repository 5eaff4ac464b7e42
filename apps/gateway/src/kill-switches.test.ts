// Kill switches, as callers feel them: the next call is refused, and a stream under way ends cleanly and is charged for what it produced.
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldKey } from '@farebox/billing/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, eventsOf, open } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let key: WorldKey
let walletId: string
beforeEach(async () => {
  gateway = await startGateway({ heartbeat: { everyMs: 100, lostAfterMs: 700 } })
  const app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app)
  walletId = await makeRider(gateway.database, [app], 'rider')
  await payIn(gateway.database, { walletId, creditMicrocents: dollars('5') })
})
afterEach(() => gateway.stop())

const MODEL = 'gpt-4o-mini'
const call = () => ask(gateway, { secret: key.secret, user: 'rider', model: MODEL })
const provider = () => gateway.database.provider.findUniqueOrThrow({ where: { name: 'openai' } })

const switches = {
  'a model': async () => {
    const { id: providerId } = await provider()
    await gateway.database.modelSwitch.create({ data: { model: MODEL, providerId, reason: 'a test', offSince: new Date() } })
  },
  'a provider': async () => {
    await gateway.database.provider.update({ where: { name: 'openai' }, data: { enabled: false } })
  },
}

describe.each(Object.entries(switches))('switching off %s', (_what, turnOff) => {
  it('refuses the very next call, although prices were remembered a moment ago', async () => {
    expect((await call()).status).toBe(200)
    await turnOff()
    const refused = await call()
    expect([refused.status, refused.json]).toMatchObject([403, { error: { code: 'model_switched_off' } }])
  })

  it('ends a stream under way at its next beat, and charges what it produced', async () => {
    const prompt = 'stand-in: every=25 tokens=400'
    const reply = await open(gateway, { secret: key.secret, user: 'rider', prompt, stream: true, model: MODEL })
    await turnOff()
    const { done, comments } = eventsOf(await reply.text())
    expect(done).toBe(true)
    expect(comments.at(-1)).toContain('"stopped":"model_switched_off"')
    expect(await gateway.database.charge.findFirst({ where: { walletId } })).toMatchObject({
      outcome: 'stopped',
      stopped: 'model_switched_off',
    })
  })
})
