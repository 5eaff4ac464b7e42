// Lists of models that are refused before anything is held or asked.
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey } from '@farebox/billing/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

const SONNET = 'claude-sonnet-4-20250514'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let users = 0
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())
beforeEach(() => gateway.standIn.tally.reset())

/** A user with money of their own. */
async function rider(balance = '5') {
  users += 1
  const user = `rider_${users}`
  const walletId = await makeRider(gateway.database, [app], user)
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(balance) })
  const call = (asked: Partial<Asked> = {}): Asked => ({ secret: key.secret, user, ...asked })
  const books = async () => ({ holds: await gateway.database.hold.findMany({ where: { walletId } }) })
  return { call, books }
}

const failing = (...models: [string, string][]) => models.map(([model, what]) => `stand-in: only=${model} ${what}`).join('\n')
const asked = () => gateway.standIn.tally.requests().map(({ model }) => model)

describe('a list that is wrong', () => {
  it.each([
    ['six models', { models: ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-nano', 'o1-mini', 'o3'] }, 'invalid_request', 'models'],
    [
      'five behind another',
      { model: 'gpt-4.1', models: ['gpt-4o', 'gpt-4o-mini', 'gpt-5', 'o3-mini', 'o1-mini'] },
      'invalid_request',
      'models',
    ],
    ['none', { models: [] }, 'invalid_request', 'models'],
    ['no list', { models: 'gpt-4o' }, 'invalid_request', 'models'],
    ['a number', { models: ['gpt-4o', 5] }, 'invalid_request', 'models[1]'],
    ['nothing in it', { models: ['gpt-4o', null] }, 'invalid_request', 'models[1]'],
    ['a list in it', { models: [['gpt-4o']] }, 'invalid_request', 'models[0]'],
    ['an unknown one', { models: ['gpt-4o', 'gpt-4oo'] }, 'model_not_found', 'model'],
    ['a very long one', { models: ['gpt-4o', 'x'.repeat(100_000)] }, 'model_not_found', 'model'],
    ['a prototype', { models: ['gpt-4o', '__proto__'] }, 'model_not_found', 'model'],
    ['both names of a list', { model: 'gpt-4o', models: ['o1-mini'], fallback_models: ['o3'] }, 'invalid_request', 'fallback_models'],
    ['fallback without a model', { fallback_models: ['o3'] }, 'invalid_request', 'model'],
    ['one that would ignore a parameter', { models: ['gpt-4o', 'claude-sonnet-4'], seed: 7 }, 'unsupported_parameter', 'seed'],
    ['one that writes less than is asked', { models: ['gpt-4.1', 'gpt-4o'], max_tokens: 20_000 }, 'invalid_request', 'max_tokens'],
  ])('%s', async (_what, change, code, param) => {
    const { call, books } = await rider('1')
    const { json } = await ask(gateway, call({ models: undefined, ...change }))
    expect([json.error.code, json.error.param]).toEqual([code, param])
    expect(asked()).toEqual([])
    expect((await books()).holds).toEqual([])
  })

  it('duplicates, by whatever name, are one attempt', async () => {
    const { call } = await rider()
    const models = ['claude-sonnet-4', SONNET, 'anthropic/claude-sonnet-4', 'anthropic:claude-sonnet-4-0', 'claude-sonnet-4']
    const { json } = await ask(gateway, call({ models, prompt: failing([SONNET, 'fail=500']) }))
    expect(json.error.code).toBe('models_exhausted')
    expect(json.error.metadata.attempts).toHaveLength(1)
    expect(asked()).toEqual([SONNET])
  })

  it('five models and a very long input: each is judged on its own', async () => {
    const { call } = await rider('0.0001')
    const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-5-mini', 'o3-mini', 'o1-mini']
    const { status, json } = await ask(gateway, call({ models, prompt: 'All work and no play. '.repeat(11_000) }))
    expect([status, json.error.code]).toEqual([402, 'models_exhausted'])
    expect(json.error.metadata.attempts).toEqual(models.map((model) => ({ model, provider: 'openai', code: 'wallet_empty' })))
  })
})
