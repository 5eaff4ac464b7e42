// The brief's own way of falling back, unchanged but for the name, as a program of its own.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

const program = path.resolve(import.meta.dirname, '../../../examples/brief/chat-with-fallback.mjs')
const SONNET = 'claude-sonnet-4-20250514'
const LLAMA = 'meta-llama/llama-3.1-8b-instruct'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app)
})
afterAll(() => gateway.stop())

async function run(user: string, prompt: string) {
  const environment = { ...process.env, FAREBOX_URL: gateway.url, FAREBOX_API_KEY: key.secret, FAREBOX_USER: user }
  const { stdout } = await promisify(execFile)(process.execPath, [program, prompt], { env: environment })
  return JSON.parse(stdout) as { model?: string; text?: string; cost?: string; failed?: string; code?: string }[]
}

async function rider(user: string, models: string[], balance = '5') {
  const walletId = await makeRider(gateway.database, [app], user)
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(balance) })
  await gateway.database.connection.updateMany({ where: { walletId }, data: { models } })
  return walletId
}

describe('S21: the brief’s chatWithFallback, renamed, unchanged', () => {
  it('S21: goes on past a model over its limit and one that is not allowed, by hand and in one call, at the same cost', async () => {
    const walletId = await rider('falls_back', [SONNET, 'o1-mini'])
    const [byHand, inOneCall] = await run('falls_back', `stand-in: only=${SONNET} fail=429`)
    expect(byHand).toMatchObject({ model: 'o1-mini', text: expect.stringMatching(/^\[stand-in\]/) })
    expect(inOneCall).toEqual(byHand)
    const charges = await gateway.database.charge.findMany({ where: { walletId } })
    expect(charges.map(({ model }) => model)).toEqual(['o1-mini', 'o1-mini'])
    // By hand, each try is a call and a hold of its own; in one call there is one.
    const holds = await gateway.database.hold.findMany({ where: { walletId } })
    expect(holds.map(({ state }) => state).sort()).toEqual(['released', 'settled', 'settled'])
  })

  it('S21: goes on past a model the wallet cannot pay', async () => {
    await rider('poor', [], '0.0005')
    const [byHand, inOneCall] = await run('poor', 'Hello, world!')
    expect([byHand?.model, inOneCall?.model]).toEqual([LLAMA, LLAMA])
  })

  it('S21: says that all are exhausted', async () => {
    await rider('allowed_nothing', ['gpt-4o'])
    const [byHand, inOneCall] = await run('allowed_nothing', 'Hello, world!')
    expect(byHand).toEqual({ failed: 'All models exhausted quota' })
    expect(inOneCall?.code).toBe('models_exhausted')
  })

  it('S25: response.message.content[0].text is the answer', async () => {
    await rider('reads', [])
    const [byHand] = await run('reads', 'Hello, world!')
    expect(byHand?.text).toMatch(/^\[stand-in\] .*rely on them\.$/)
  })
})
