// Claude, Gemini and OpenRouter on the chat wire: reached and counted as each vendor does it, and nothing dropped in silence.
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import { type ModelsStandIn, startModelsStandIn } from '@farebox/stand-ins'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

/** What stands at OpenRouter's own address, which this gateway has a key for. */
let openrouter: ModelsStandIn
let gateway: TestGateway
let routed: TestGateway
let world: { app: WorldApp; key: WorldKey; walletId: string }
let routedWorld: typeof world
beforeAll(async () => {
  openrouter = await startModelsStandIn()
  gateway = await startGateway()
  routed = await startGateway({ providers: { openrouter: { key: 'sk-or-ours', baseUrl: `${openrouter.url}/openrouter/v1` } } })
  world = await worldOf(gateway)
  routedWorld = await worldOf(routed)
})
afterAll(async () => {
  await Promise.all([gateway.stop(), routed.stop()])
  await openrouter.stop()
})
beforeEach(() => {
  for (const { tally } of [openrouter, gateway.standIn, routed.standIn]) tally.reset()
})

async function worldOf({ database }: TestGateway) {
  const app = await makeApp(database)
  const key = await makeKey(database, app, { requestsPerMinute: 10_000 })
  const walletId = await makeRider(database, [app], 'rider')
  await payIn(database, { walletId, creditMicrocents: dollars('100') })
  return { app, key, walletId }
}

const clientOf = ({ url }: TestGateway, { key }: typeof world) =>
  new OpenAI({ apiKey: key.secret, baseURL: `${url}/v1/users/rider`, maxRetries: 0 })
const available = async ({ database }: TestGateway, { walletId }: typeof world) => (await walletTotals(database, walletId)).available
const withMarkup = (base: bigint) => base + (base * 1_500n) / 10_000n
const say = (content: string) => [{ role: 'user' as const, content }]

describe('each vendor, through the OpenAI client', () => {
  it.each([
    ['claude-sonnet-4', 'anthropic', 'claude-sonnet-4-20250514'],
    ['gemini-2.5-flash', 'google', 'gemini-2.5-flash'],
    ['openrouter:meta-llama/llama-3.1-8b-instruct', 'openrouter', 'meta-llama/llama-3.1-8b-instruct'],
  ])('G26: %s: whole and streamed are priced alike, as the vendor counted', async (model, vendor, id) => {
    const client = clientOf(gateway, world)
    const before = await available(gateway, world)
    const { data: whole, response } = await client.chat.completions.create({ model, messages: say('Say hello.') }).withResponse()
    expect([response.headers.get('x-farebox-provider'), response.headers.get('x-farebox-model')]).toEqual([`${vendor}; stand-in`, id])
    const options = { stream: true, stream_options: { include_usage: true } } as const
    let text = ''
    let last: unknown
    for await (const chunk of await client.chat.completions.create({ model, messages: say('Say hello.'), ...options })) {
      text += chunk.choices[0]?.delta.content ?? ''
      last = chunk
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(last).toMatchObject({ usage: { cost: JSON.parse(JSON.stringify(whole.usage)).cost } })
    const seen = gateway.standIn.tally.requests()
    expect(seen.map(({ vendor, model }) => `${vendor} ${model}`)).toEqual(Array(2).fill(`${vendor} ${id}`))
    const total = seen.reduce((sum, { costMicrocents }) => sum + withMarkup(BigInt(costMicrocents ?? -1)), 0n)
    expect(before - (await available(gateway, world))).toBe(total)
  })

  it.each([['gpt-4o'], ['gemini-2.5-flash']])(
    'G27 G28: of %s, cached input is charged once, at its own price, whole and streamed',
    async (model) => {
      for (const stream of [false, true]) {
        gateway.standIn.tally.reset()
        const before = await available(gateway, world)
        await ask(gateway, { secret: world.key.secret, user: 'rider', model, stream, prompt: `stand-in: cached=30\n${'word '.repeat(40)}` })
        const [seen] = gateway.standIn.tally.requests()
        expect(seen?.cachedTokens).toBe(30)
        expect(before - (await available(gateway, world))).toBe(withMarkup(BigInt(seen?.costMicrocents ?? -1)))
      }
    },
  )

  it.each([['gemini-2.5-flash'], ['o1-mini']])(
    'G29: of %s, thoughts are charged once, inside the completion or beside it',
    async (model) => {
      for (const stream of [false, true]) {
        gateway.standIn.tally.reset()
        const before = await available(gateway, world)
        await ask(gateway, { secret: world.key.secret, user: 'rider', model, stream, prompt: 'stand-in: reasoning=50 tokens=80' })
        const [seen] = gateway.standIn.tally.requests()
        expect([seen?.reasoningTokens, seen?.completionTokens]).toEqual([50, 80])
        expect(before - (await available(gateway, world))).toBe(withMarkup(BigInt(seen?.costMicrocents ?? -1)))
      }
    },
  )

  it('G25: the cost OpenRouter names is not believed', async () => {
    const model = 'openrouter:meta-llama/llama-3.1-8b-instruct'
    const { json } = await ask(gateway, { secret: world.key.secret, user: 'rider', model })
    expect(json.usage.cost).toMatch(/^0\.0000[0-9]*[1-9]/)
    expect(Object.keys(json.usage.cost_details)).toEqual(['base', 'markup', 'provider_cost', 'margin', 'price_version'])
  })

  it.each([
    ['claude-sonnet-4', 'fail=429', 503, 'provider_overloaded'],
    ['gemini-2.5-flash', 'fail=429', 503, 'provider_overloaded'],
    ['gemini-2.5-flash', 'fail=400', 400, 'provider_refused'],
    ['openrouter:meta-llama/llama-3.1-8b-instruct', 'fail=429 inside', 503, 'provider_overloaded'],
    ['openrouter:meta-llama/llama-3.1-8b-instruct', 'fail=500 inside', 502, 'provider_error'],
  ])('the failures of %s (%s) are what they are, and nothing is charged', async (model, directive, status, code) => {
    const before = await available(gateway, world)
    const { json, ...reply } = await ask(gateway, { secret: world.key.secret, user: 'rider', model, prompt: `stand-in: ${directive}` })
    expect([reply.status, json.error.code, json.error.charged]).toEqual([status, code, false])
    expect(await available(gateway, world)).toBe(before)
  })

  it('what OpenRouter sends beside the answer reaches nobody as an error', async () => {
    const model = 'openrouter:meta-llama/llama-3.1-8b-instruct'
    const stream = await clientOf(gateway, world).chat.completions.create({ model, messages: say('Hi'), stream: true })
    let text = ''
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toMatch(/^\[stand-in\].*rely on them\.$/)
    const broken = await ask(gateway, { secret: world.key.secret, user: 'rider', model, stream: true, prompt: 'stand-in: error-event=3' })
    expect(broken.text).toContain('"code":"provider_error"')
    expect(broken.text).not.toContain('Provider disconnected')
  })
})

describe('what a vendor would drop in silence is refused by us', () => {
  const tools = [{ type: 'function', function: { name: 'look_up', strict: true, parameters: { type: 'object', properties: {} } } }]
  it.each([
    ['claude-sonnet-4', { response_format: { type: 'json_object' } }, 'response_format'],
    ['claude-sonnet-4', { logit_bias: { 50256: -100 } }, 'logit_bias'],
    ['claude-sonnet-4', { top_k: 5 }, 'top_k'],
    ['claude-sonnet-4', { temperature: 1.5 }, 'temperature'],
    ['claude-sonnet-4', { n: 2 }, 'n'],
    ['claude-sonnet-4', { tools }, 'tools[0].function.strict'],
    ['claude-sonnet-4', { messages: [{ role: 'user', name: 'Ann', content: 'Hi' }] }, 'messages[0].name'],
    [
      'claude-sonnet-4',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral' } }] }] },
      'messages[0].content[0].cache_control',
    ],
    ['gemini-2.5-flash', { seed: 7 }, 'seed'],
    ['gemini-2.5-flash', { frequency_penalty: 0.5 }, 'frequency_penalty'],
  ])('%s with %j', async (model, change, param) => {
    const { status, json } = await ask(gateway, { secret: world.key.secret, user: 'rider', model, ...change })
    expect([status, json.error.code, json.error.param, json.error.charged]).toEqual([400, 'unsupported_parameter', param, false])
    expect(gateway.standIn.tally.requests()).toEqual([])
  })

  it('what says nothing passes, and so does what a vendor honours', async () => {
    const harmless = {
      seed: null,
      tools: [{ type: 'function', function: { name: 'look_up', strict: false, parameters: {} } }],
      temperature: 1,
      n: 1,
    }
    expect((await ask(gateway, { secret: world.key.secret, user: 'rider', model: 'claude-sonnet-4', ...harmless })).status).toBe(200)
    const honoured = { response_format: { type: 'json_object' }, reasoning_effort: 'low', n: 2 }
    expect((await ask(gateway, { secret: world.key.secret, user: 'rider', model: 'gemini-2.5-flash', ...honoured })).status).toBe(200)
  })
})

describe('with a key of OpenRouter', () => {
  it('G44, G46: Claude and Gemini go through it, under its names, at the same price: one charge, of one cost', async () => {
    for (const [model, theirs] of [
      ['claude-sonnet-4', 'anthropic/claude-sonnet-4'],
      ['gemini-2.5-flash', 'google/gemini-2.5-flash'],
    ] as const) {
      openrouter.tally.reset()
      const before = await available(routed, routedWorld)
      const charges = () => routed.database.charge.findMany({ where: { walletId: routedWorld.walletId } })
      const known = new Set((await charges()).map(({ id }) => id))
      const { data, response } = await clientOf(routed, routedWorld)
        .chat.completions.create({ model, messages: say('Say hello.'), seed: 7 })
        .withResponse()
      expect(data.choices[0]?.message.content).toMatch(/^\[stand-in\]/)
      expect(response.headers.get('x-farebox-provider')).toBe('openrouter')
      const [seen] = openrouter.tally.requests()
      expect(seen).toMatchObject({ model: theirs, key: 'sk-…', parameters: { seed: 7, provider: 'object', transforms: 'array' } })
      expect(before - (await available(routed, routedWorld))).toBe(withMarkup(BigInt(seen?.costMicrocents ?? -1)))
      const [charge, ...others] = (await charges()).filter(({ id }) => !known.has(id))
      expect([others, routed.standIn.tally.requests()]).toEqual([[], []])
      // What is owed for it is its list price, once: no fee beside it, no margin.
      expect([charge?.costMicrocents, charge?.baseMicrocents]).toEqual(Array(2).fill(BigInt(seen?.costMicrocents ?? -1)))
      const provider = await routed.database.provider.findUnique({ where: { id: charge?.providerId ?? '' } })
      // The charge names the model as we do, and who is owed for it.
      expect([charge?.model.startsWith(model), provider?.name]).toEqual([true, 'openrouter'])
    }
  })

  it.each([
    ['5m', 375_000_000n],
    ['1h', 600_000_000n],
  ])('what Claude writes to its cache for %s is charged at that price, whole and streamed', async (ttl, writePrice) => {
    const content = [
      { type: 'text', text: `stand-in: written=20 cached=10\n${'word '.repeat(60)}`, cache_control: { type: 'ephemeral', ttl } },
    ]
    for (const stream of [false, true]) {
      openrouter.tally.reset()
      const before = await available(routed, routedWorld)
      const asked = { model: 'claude-sonnet-4', messages: [{ role: 'user', content }], stream }
      await ask(routed, { secret: routedWorld.key.secret, user: 'rider', ...asked })
      const [seen] = openrouter.tally.requests()
      expect([seen?.cachedTokens, seen?.writtenTokens]).toEqual([10, 20])
      const fresh = BigInt((seen?.promptTokens ?? 0) - 30)
      const numerator = fresh * 300_000_000n + 10n * 30_000_000n + 20n * writePrice + BigInt(seen?.completionTokens ?? 0) * 1_500_000_000n
      expect(before - (await available(routed, routedWorld))).toBe(withMarkup((numerator + 999_999n) / 1_000_000n))
    }
  })

  it('two lives in one request are refused: nobody says which was written', async () => {
    const part = (ttl: unknown) => ({ type: 'text', text: 'Hi', cache_control: { type: 'ephemeral', ttl } })
    const refusal = async (content: unknown) => {
      const { json } = await ask(routed, {
        secret: routedWorld.key.secret,
        user: 'rider',
        model: 'claude-sonnet-4',
        messages: [{ role: 'user', content }],
      })
      return json.error.code
    }
    expect(await refusal([part('5m'), part('1h')])).toBe('unsupported_parameter')
    expect(await refusal([part('1y')])).toBe('invalid_request')
  })

  it('a pin decides: the vendor itself, or OpenRouter and nobody else', async () => {
    const own = await ask(routed, { secret: routedWorld.key.secret, user: 'rider', model: 'anthropic:claude-sonnet-4' })
    expect(own.headers.get('x-farebox-provider')).toBe('anthropic; stand-in')
    for (const model of ['openrouter:anthropic/claude-sonnet-4', 'openrouter/claude-sonnet-4', 'openrouter:claude-sonnet-4-20250514']) {
      const pinned = await ask(routed, { secret: routedWorld.key.secret, user: 'rider', model })
      expect([pinned.headers.get('x-farebox-provider'), pinned.headers.get('x-farebox-model')]).toEqual([
        'openrouter',
        'claude-sonnet-4-20250514',
      ])
    }
    const unknown = await ask(routed, { secret: routedWorld.key.secret, user: 'rider', model: 'openrouter:gpt-4oo' })
    expect([unknown.status, unknown.json.error.code, (unknown.json.error.metadata.nearest as string[]).length]).toEqual([
      404,
      'model_not_found',
      3,
    ])
  })

  it('a list may hold one model at two providers: two attempts', async () => {
    const models = ['openrouter:claude-sonnet-4', 'anthropic:claude-sonnet-4']
    const prompt = 'stand-in: only=anthropic/claude-sonnet-4 fail=500'
    const { headers } = await ask(routed, { secret: routedWorld.key.secret, user: 'rider', models, prompt })
    expect(headers.get('x-farebox-provider')).toBe('anthropic; stand-in')
  })

  it('a sandbox key still reaches the stand-in only', async () => {
    const sandbox = await makeKey(routed.database, routedWorld.app, { mode: 'sandbox' })
    await fetch(`${routed.url}/v1/users/player`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${sandbox.secret}`, 'content-type': 'application/json' },
      body: '{}',
    })
    const { headers } = await ask(routed, { secret: sandbox.secret, user: 'player', model: 'claude-sonnet-4' })
    expect(headers.get('x-farebox-provider')).toBe('anthropic; stand-in')
    expect(openrouter.tally.requests()).toEqual([])
  })
})
