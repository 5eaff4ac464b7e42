// A list of models: the first that can serve a call does, with one hold, and the charge is its own.
import {
  dollars,
  makeApp,
  makeKey,
  makeRider,
  makeUser,
  payIn,
  topUp,
  type WorldApp,
  type WorldKey,
  walletTotals,
} from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, ask, eventsOf, open } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

const SONNET = 'claude-sonnet-4-20250514'
const LLAMA = 'meta-llama/llama-3.1-8b-instruct'
const brief = ['claude-sonnet-4', 'openrouter:meta-llama/llama-3.1-8b-instruct', 'o1-mini']
/** $3 and $15 a million, $1.10 and $4.40: written here once more, so that a wrong price in our book is noticed. */
const priceOf = { [SONNET]: [300_000_000n, 1_500_000_000n], 'o1-mini': [110_000_000n, 440_000_000n], [LLAMA]: [2_000_000n, 3_000_000n] }

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

/** A user with money of their own and a connection, which allows all models. */
async function rider(balance = '5', limit?: string) {
  users += 1
  const user = `rider_${users}`
  const walletId = await makeRider(gateway.database, [app], user, limit ? dollars(limit) : null)
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(balance) })
  const call = (asked: Partial<Asked> = {}): Asked => ({ secret: key.secret, user, models: brief, ...asked })
  const books = async () => ({
    holds: await gateway.database.hold.findMany({ where: { walletId } }),
    charges: await gateway.database.charge.findMany({ where: { walletId } }),
    totals: await walletTotals(gateway.database, walletId),
  })
  return { user, walletId, call, books }
}

const allow = (walletId: string, models: string[]) => gateway.database.connection.updateMany({ where: { walletId }, data: { models } })
const failing = (...models: [string, string][]) => models.map(([model, what]) => `stand-in: only=${model} ${what}`).join('\n')
const asked = () => gateway.standIn.tally.requests().map(({ model }) => model)

function costOf(model: keyof typeof priceOf, usage: { prompt_tokens: number; completion_tokens: number }): bigint {
  const [input = 0n, output = 0n] = priceOf[model] ?? []
  const base = (BigInt(usage.prompt_tokens) * input + BigInt(usage.completion_tokens) * output + 999_999n) / 1_000_000n
  return base + (base * 1_500n) / 10_000n
}

describe('a list of models', () => {
  it('S20: the provider’s 429, then a model not allowed, then an answer: one hold, and one charge at the third', async () => {
    const { walletId, call, books } = await rider()
    await allow(walletId, [SONNET, 'o1-mini'])
    const { status, json, headers } = await ask(gateway, call({ prompt: failing([SONNET, 'fail=429']) }))
    expect([status, headers.get('x-farebox-model'), headers.get('x-farebox-provider')]).toEqual([200, 'o1-mini', 'openai; stand-in'])
    expect(asked()).toEqual([SONNET, 'o1-mini'])
    const { holds, charges, totals } = await books()
    expect([holds.length, charges.length]).toEqual([1, 1])
    const [charge] = charges
    const total = costOf('o1-mini', json.usage)
    expect(charge).toMatchObject({ model: 'o1-mini', id: holds[0]?.id })
    expect((charge?.baseMicrocents ?? 0n) + (charge?.markupMicrocents ?? 0n)).toBe(total)
    expect(json.usage.cost_details.price_version).toBe(charge?.priceVersionId)
    expect(totals).toEqual({ available: dollars('5') - total, held: 0n })
    // What was held is the most over all three, and Sonnet is the dearest.
    expect(holds[0]?.amountMicrocents).toBeGreaterThan((16_384n * 1_500_000_000n) / 1_000_000n)
  })

  it('S20: all refused: models_exhausted, with every attempt, and nothing charged', async () => {
    const { walletId, call, books } = await rider()
    await allow(walletId, [SONNET, 'o1-mini'])
    const prompt = failing([SONNET, 'fail=429'], ['o1-mini', 'fail=503'])
    const { status, json, headers } = await ask(gateway, call({ prompt }))
    expect([status, json.error.code, json.error.type, json.error.charged]).toEqual([503, 'models_exhausted', 'upstream_error', false])
    expect(headers.get('x-should-retry')).toBe('true')
    expect(json.error.metadata.attempts).toEqual([
      { model: SONNET, provider: 'anthropic', code: 'provider_overloaded' },
      { model: LLAMA, provider: 'openrouter', code: 'model_not_allowed' },
      { model: 'o1-mini', provider: 'openai', code: 'provider_overloaded' },
    ])
    const { holds, charges, totals } = await books()
    expect(holds.map(({ state }) => state)).toEqual(['released'])
    expect([charges, totals]).toEqual([[], { available: dollars('5'), held: 0n }])
  })

  it.each([
    ['a 408', 'fail=408'],
    ['a 429', 'fail=429'],
    ['a 500', 'fail=500'],
    ['a 529', 'fail=529'],
    ['a context overflow', 'fail=context'],
    ['a connection that breaks before the first output', 'break=0'],
  ])('passes over %s, whole and streamed', async (_what, directive) => {
    const { call, books } = await rider()
    const prompt = failing([SONNET, directive])
    const whole = await ask(gateway, call({ prompt }))
    expect([whole.status, whole.headers.get('x-farebox-model')]).toEqual([200, LLAMA])
    const streamed = await ask(gateway, call({ prompt, stream: true, stream_options: { include_usage: true } }))
    expect([streamed.status, streamed.headers.get('x-farebox-model')]).toEqual([200, LLAMA])
    const { chunks, done } = eventsOf(streamed.text)
    expect([done, chunks.at(-1)?.usage?.cost]).toEqual([true, whole.json.usage.cost])
    const { charges } = await books()
    expect(charges.map(({ model }) => model)).toEqual([LLAMA, LLAMA])
    expect(new Set(charges.map((charge) => charge.baseMicrocents + charge.markupMicrocents))).toEqual(
      new Set([costOf(LLAMA, whole.json.usage)]),
    )
  })

  it('passes over an error event that comes before the first output', async () => {
    const { call } = await rider()
    const { status, headers } = await ask(gateway, call({ prompt: failing([SONNET, 'error-event=0']), stream: true }))
    expect([status, headers.get('x-farebox-model')]).toEqual([200, LLAMA])
  })

  it('books as our loss what an attempt may bill us that broke off after it had begun', async () => {
    const { call, books } = await rider()
    const { json } = await ask(gateway, call({ prompt: failing([SONNET, 'break=3']) }))
    const [broken] = gateway.standIn.tally.requests()
    const { charges, totals } = await books()
    // The prompt, at Sonnet's price: what came back did not arrive.
    const loss = (BigInt(broken?.promptTokens ?? 0) * 300_000_000n + 999_999n) / 1_000_000n
    const [charge] = charges
    expect(charge?.model).toBe(LLAMA)
    // Its tokenizer is not public, so ours counts for it.
    expect(charge?.lossMicrocents).toBeGreaterThan(loss / 2n)
    expect(charge?.lossMicrocents).toBeLessThan(loss * 2n)
    expect(charge?.costMicrocents).toBe(charge?.baseMicrocents)
    expect(totals.available).toBe(dollars('5') - costOf(LLAMA, json.usage))
  })

  it('G45: stays with a model once its output has begun: what it wrote is charged at its price', async () => {
    const { call, books } = await rider()
    const { text, headers } = await ask(gateway, call({ prompt: failing([SONNET, 'break=5']), stream: true }))
    expect(headers.get('x-farebox-model')).toBe(SONNET)
    expect(eventsOf(text).chunks.at(-1)?.error).toMatchObject({ code: 'provider_error', charged: true })
    expect(asked()).toEqual([SONNET])
    const { charges } = await books()
    expect(charges).toMatchObject([{ model: SONNET, outcome: 'provider_broke' }])
  })

  it('never goes on after the request’s own fault', async () => {
    const { call, books } = await rider()
    const refused = await ask(gateway, call({ prompt: failing([SONNET, 'fail=400']) }))
    expect([refused.status, refused.json.error.code]).toEqual([400, 'provider_refused'])
    expect(asked()).toEqual([SONNET])
    expect((await books()).totals).toEqual({ available: dollars('5'), held: 0n })
  })

  it('through the OpenAI client, with model and fallback_models', async () => {
    const { user } = await rider()
    const client = new OpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1/users/${user}`, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: failing(['gpt-4o', 'fail=500']) }]
    const request = { model: 'gpt-4o', messages, fallback_models: ['gemini-2.5-flash'] }
    const { data, response } = await client.chat.completions.create(request).withResponse()
    expect(data.choices[0]?.message.content).toMatch(/^\[stand-in\]/)
    expect(response.headers.get('x-farebox-model')).toBe('gemini-2.5-flash')
  })

  it('is the same call to an Idempotency-Key: answered again by the model that answered', async () => {
    const { call, books } = await rider()
    const headers = { 'idempotency-key': 'once' }
    const first = await ask(gateway, call({ headers, prompt: failing([SONNET, 'fail=429']) }))
    const again = await ask(gateway, call({ headers, prompt: failing([SONNET, 'fail=429']) }))
    expect(again.json).toEqual(first.json)
    expect(again.headers.get('x-farebox-model')).toBe(LLAMA)
    expect((await books()).charges).toHaveLength(1)
    const streamed = () =>
      ask(gateway, call({ headers: { 'idempotency-key': 'stream' }, prompt: failing([SONNET, 'fail=429']), stream: true }))
    const [one, two] = [await streamed(), await streamed()]
    const words = ({ text }: typeof one) => eventsOf(text).chunks.map((chunk) => chunk.choices?.[0]?.delta?.content ?? '')
    expect(words(two).join('')).toBe(words(one).join(''))
    expect([two.headers.get('x-farebox-model'), eventsOf(two.text).comments.at(-1)]).toEqual([LLAMA, eventsOf(one.text).comments.at(-1)])
    expect((await books()).charges).toHaveLength(2)
  })
})

describe('money and a list of models', () => {
  it('a wallet that cannot pay the first is charged for the next that it can pay', async () => {
    const { call, books } = await rider('0.0005')
    const { status, headers, json } = await ask(
      gateway,
      call({ models: ['claude-sonnet-4', 'openrouter:meta-llama/llama-3.1-8b-instruct'] }),
    )
    expect([status, headers.get('x-farebox-model')]).toEqual([200, LLAMA])
    expect(asked()).toEqual([LLAMA])
    const { charges, totals } = await books()
    expect(charges).toHaveLength(1)
    expect(totals.available).toBe(dollars('0.0005') - costOf(LLAMA, json.usage))
  })

  it('a dearer one behind a cheaper one takes nothing from it', async () => {
    const { call } = await rider('0.0005')
    const models = ['openrouter:meta-llama/llama-3.1-8b-instruct', 'o1-mini', 'claude-sonnet-4']
    const { status, headers, json } = await ask(gateway, call({ models, max_tokens: 300, prompt: 'stand-in: fill' }))
    expect([status, headers.get('x-farebox-model'), json.usage.completion_tokens]).toEqual([200, LLAMA, 300])
    expect(headers.get('x-farebox-max-tokens-clamped')).toBeNull()
  })

  it('a dearer one gets its turn with what the hold pays, and says when that is too little', async () => {
    const { call, books } = await rider('0.0005')
    const models = ['openrouter:meta-llama/llama-3.1-8b-instruct', 'claude-sonnet-4']
    const { status, json } = await ask(gateway, call({ models, prompt: failing([LLAMA, 'fail=500']) }))
    expect([status, json.error.code, json.error.type]).toEqual([402, 'models_exhausted', 'insufficient_quota'])
    expect(json.error.metadata).toMatchObject({
      topup_url: expect.stringContaining('/top-up'),
      attempts: [
        { model: LLAMA, provider: 'openrouter', code: 'provider_error' },
        { model: SONNET, provider: 'anthropic', code: 'wallet_empty' },
      ],
    })
    expect((await books()).totals).toEqual({ available: dollars('0.0005'), held: 0n })
  })

  it('a limit on one call, and max_charge, are passed by a cheaper model', async () => {
    const { walletId, call } = await rider()
    await gateway.database.connection.updateMany({ where: { walletId }, data: { limitCallMicrocents: dollars('0.0005') } })
    expect((await ask(gateway, call())).headers.get('x-farebox-model')).toBe(LLAMA)
    const capped = await rider()
    expect((await ask(gateway, capped.call({ max_charge: '0.0005' }))).headers.get('x-farebox-model')).toBe(LLAMA)
  })

  it('a spending limit that leaves too little for one leaves enough for another', async () => {
    const { call } = await rider('5', '0.0005')
    expect((await ask(gateway, call())).headers.get('x-farebox-model')).toBe(LLAMA)
  })

  it('without a clamp, a model is passed over that could only be paid in part', async () => {
    const { call } = await rider('0.01')
    const asking = { headers: { 'x-farebox-clamp': 'off' }, max_tokens: 4_000 }
    expect((await ask(gateway, call(asking))).headers.get('x-farebox-model')).toBe(LLAMA)
  })

  it('each output limit is the model’s own: what goes upstream never passes it', async () => {
    const { call } = await rider()
    const models = ['gpt-4o-mini', 'claude-sonnet-4']
    await ask(gateway, call({ models, prompt: failing(['gpt-4o-mini', 'fail=500']) }))
    expect(
      gateway.standIn.tally.requests().map(({ parameters: { max_tokens, max_completion_tokens } }) => max_tokens ?? max_completion_tokens),
    ).toEqual([16_384, 16_384])
  })

  it('M19: a price that changes between two attempts does not change the charge', async () => {
    const { call, books } = await rider()
    const running = ask(gateway, call({ models: ['gpt-4.1', 'gpt-4.1-mini'], prompt: failing(['gpt-4.1', 'gate=price fail=500']) }))
    await until('the first attempt', () => asked().length === 1)
    await gateway.database.priceVersion.updateMany({ where: { model: 'gpt-4.1-mini' }, data: { endsAt: new Date(Date.now() - 1) } })
    await gateway.gateway.proxy.prices.reload()
    gateway.standIn.gates.release('price')
    const { status, json } = await running
    expect(status).toBe(200)
    const { charges } = await books()
    // $0.40 and $1.60 a million.
    const base =
      (BigInt(json.usage.prompt_tokens) * 40_000_000n + BigInt(json.usage.completion_tokens) * 160_000_000n + 999_999n) / 1_000_000n
    expect(charges).toMatchObject([{ model: 'gpt-4.1-mini', baseMicrocents: base }])
  })
})

describe('between two attempts', () => {
  it.each([
    [
      'the user pauses the wallet',
      'wallet_paused',
      403,
      (walletId: string) => gateway.database.wallet.update({ where: { id: walletId }, data: { status: 'paused' } }),
    ],
    [
      'the user disconnects the app',
      'connection_revoked',
      401,
      (walletId: string) => gateway.database.connection.updateMany({ where: { walletId }, data: { status: 'revoked' } }),
    ],
  ])('%s: the next model is not asked', async (_what, code, status, change) => {
    const { walletId, call, books } = await rider()
    const running = ask(gateway, call({ prompt: failing([SONNET, `gate=${code} fail=500`]) }))
    await until('the first attempt', () => asked().length === 1)
    await change(walletId)
    gateway.standIn.gates.release(code)
    const refused = await running
    expect([refused.status, refused.json.error.code]).toEqual([status, code])
    expect(asked()).toEqual([SONNET])
    expect(await books()).toMatchObject({ charges: [], totals: { available: dollars('5'), held: 0n } })
  })

  it.each([[true], [false]])(
    'the client leaves (stream %s): the next model is not asked, and the one under way is paid for its input',
    async (stream) => {
      const { call, books } = await rider()
      const leaving = new AbortController()
      const prompt = failing([SONNET, `gate=leave-${stream} fail=500`])
      const running = open(gateway, call({ prompt, signal: leaving.signal, stream })).catch(() => undefined)
      await until('the first attempt', () => asked().length === 1)
      leaving.abort()
      await running
      await until('the hold to be resolved', async () => (await books()).holds[0]?.state !== 'open')
      gateway.standIn.gates.release(`leave-${stream}`)
      expect(asked()).toEqual([SONNET])
      expect((await books()).charges).toMatchObject([{ model: SONNET, outcome: 'client_left' }])
    },
  )
})

describe('a provider that does not answer in time', () => {
  it('is passed over', async () => {
    const hurried = await startGateway({ timeouts: { firstByteMs: 150 } })
    try {
      const impatient = await makeApp(hurried.database)
      const { secret } = await makeKey(hurried.database, impatient)
      const user = await makeUser(hurried.database, impatient, 'hurried')
      await topUp(hurried.database, user.walletId, dollars('1'))
      for (const stream of [false, true]) {
        const reply = await ask(hurried, { secret, user: 'hurried', models: brief, stream, prompt: failing([SONNET, 'slow=2000']) })
        expect([reply.status, reply.headers.get('x-farebox-model')]).toEqual([200, LLAMA])
      }
      expect(await hurried.database.charge.count({ where: { walletId: user.walletId } })).toBe(2)
    } finally {
      await hurried.stop()
    }
  })
})

describe('whatever the list', () => {
  it('a model without a price in force is passed over, and listed where the caller named it', async () => {
    await gateway.database.priceVersion.updateMany({ where: { model: 'gpt-4.1-nano' }, data: { endsAt: new Date(Date.now() - 1) } })
    await gateway.gateway.proxy.prices.reload()
    const { call } = await rider()
    const served = await ask(gateway, call({ models: ['gpt-4.1-nano', 'gpt-4o-mini'] }))
    expect(served.headers.get('x-farebox-model')).toBe('gpt-4o-mini')
    const prompt = failing(['gpt-4o', 'fail=500'], ['gpt-4o-mini', 'fail=429'])
    const { status, json } = await ask(gateway, call({ models: ['gpt-4o', 'gpt-4.1-nano', 'gpt-4o-mini'], prompt }))
    expect([
      status,
      (json.error.metadata.attempts as { model: string; code: string }[]).map(({ model, code }) => `${model} ${code}`),
    ]).toEqual([503, ['gpt-4o provider_error', 'gpt-4.1-nano model_not_found', 'gpt-4o-mini provider_overloaded']])
    const none = await ask(gateway, call({ models: ['gpt-4.1-nano'] }))
    expect([none.status, none.json.error.code]).toEqual([404, 'models_exhausted'])
  })

  it('parallel calls at the last cent: never more held than there is, never below zero', async () => {
    const { walletId, call, books } = await rider('0.02')
    const prompt = failing([SONNET, 'fail=429'])
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(gateway, call({ prompt, max_tokens: 400 }))))
    const { charges, totals, holds } = await books()
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(charges.length)
    expect(charges.length).toBeGreaterThan(0)
    expect(new Set(holds.map(({ id }) => id)).size).toBe(holds.length)
    const spent = charges.reduce((sum, charge) => sum + charge.baseMicrocents + charge.markupMicrocents, 0n)
    expect(totals).toEqual({ available: dollars('0.02') - spent, held: 0n })
    expect((await gateway.database.wallet.findUnique({ where: { id: walletId } }))?.openHolds).toBe(0)
  })

  it('an unclaimed wallet falls back as well', async () => {
    const user = await makeUser(gateway.database, app, 'guest')
    await topUp(gateway.database, user.walletId, dollars('1'))
    const { headers } = await ask(gateway, {
      secret: key.secret,
      user: 'guest',
      models: brief,
      prompt: failing([SONNET, 'fail=500']),
    })
    expect(headers.get('x-farebox-model')).toBe(LLAMA)
  })
})
