// Any list of models, any way they fail, any wallet: one hold at most, one charge at most, at the price of the first that could serve.
import { dollars, makeApp, makeKey, makeRider, payIn, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answered, ask, eventsOf } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

/** Dollars a million tokens, written here once more. */
const prices = {
  'gpt-4o': [250_000_000n, 1_000_000_000n],
  'gpt-4o-mini': [15_000_000n, 60_000_000n],
  'o1-mini': [110_000_000n, 440_000_000n],
  'gpt-4.1-nano': [10_000_000n, 40_000_000n],
  'claude-sonnet-4-20250514': [300_000_000n, 1_500_000_000n],
  'meta-llama/llama-3.1-8b-instruct': [2_000_000n, 3_000_000n],
} as const
type Model = keyof typeof prices
const models = Object.keys(prices) as Model[]

const MARKUP_BPS = 1_500n
let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let users = 0
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 100_000 })
})
afterAll(() => gateway.stop())

const fates = ['serves', 'serves', 'fail=429', 'fail=500', 'fail=503', 'fail=context', 'fail=400', 'break=0', 'not allowed'] as const
const call = fc.record({
  tries: fc.array(fc.record({ model: fc.constantFrom(...models), fate: fc.constantFrom(...fates) }), { minLength: 1, maxLength: 5 }),
  balance: fc.constantFrom('0.0003', '0.002', '0.02', '3'),
  maxTokens: fc.integer({ min: 1, max: 600 }),
  stream: fc.boolean(),
  fill: fc.boolean(),
})
type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never

/** A model has one fate: that of its first mention. */
const fateOf = ({ tries }: Call) => new Map([...tries].reverse().map(({ model, fate }) => [model, fate]))

async function make(asked: Call) {
  const user = `property_${users++}`
  const walletId = await makeRider(gateway.database, [app], user)
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(asked.balance) })
  const fate = fateOf(asked)
  const allowed = models.filter((model) => fate.get(model) !== 'not allowed')
  await gateway.database.connection.updateMany({ where: { walletId }, data: { models: allowed } })
  const directives = [...fate].filter(([, what]) => /=/.test(what)).map(([model, what]) => `stand-in: only=${model} ${what}`)
  const prompt = [...directives, ...(asked.fill ? ['stand-in: fill'] : []), 'Say hello.'].join('\n')
  gateway.standIn.tally.reset()
  const reply = await ask(gateway, {
    ...{ secret: key.secret, user, prompt, stream: asked.stream, max_tokens: asked.maxTokens },
    models: asked.tries.map(({ model }) => (model.startsWith('meta-llama') ? `openrouter:${model}` : model)),
  })
  const where = { walletId }
  return {
    reply,
    fate,
    holds: await gateway.database.hold.findMany({ where }),
    charges: await gateway.database.charge.findMany({ where }),
    totals: await walletTotals(gateway.database, walletId),
    asked: gateway.standIn.tally.requests(),
  }
}

/** What the stand-in served, at the price written above. */
function costOf(model: Model, served: { promptTokens: number; completionTokens: number } | undefined): bigint {
  const [input, output] = prices[model]
  return (BigInt(served?.promptTokens ?? 0) * input + BigInt(served?.completionTokens ?? 0) * output + 999_999n) / 1_000_000n
}

function codeOf({ text, json }: Answered): string {
  return json.error?.code ?? eventsOf(text).chunks.at(-1)?.error?.code ?? 'none'
}

describe('a list of models', () => {
  it('S20: is one hold at most, and one charge at most, at the price of the first that could serve', async () => {
    const seenEnds = { charged: 0, exhausted: 0, another: 0 }
    await fc.assert(
      fc.asyncProperty(call, async (asked) => {
        const { reply, fate, holds, charges, totals, asked: seen } = await make(asked)
        const served = seen.filter(({ state }) => state === 'answered')
        expect(holds.length).toBeLessThanOrEqual(1)
        expect(charges).toHaveLength(served.length)
        expect(served.length).toBeLessThanOrEqual(1)
        expect(totals.held).toBe(0n)
        // Nobody is asked twice, nor who is not allowed, nor out of turn.
        const order = [...new Set(asked.tries.map(({ model }) => model))]
        const places = seen.map(({ model }) => order.indexOf(model as Model))
        expect(places).toEqual([...places].sort((first, second) => first - second))
        expect(new Set(places).size).toBe(places.length)
        for (const { model } of seen) expect(fate.get(model as Model)).not.toBe('not allowed')

        const [charge] = charges
        if (charge) {
          expect(reply.status).toBe(200)
          const model = charge.model as Model
          seenEnds.charged += 1
          if (model !== order[0]) seenEnds.another += 1
          expect([reply.headers.get('x-farebox-model'), served[0]?.model]).toEqual([model, model])
          expect(fate.get(model)).toBe('serves')
          const base = costOf(model, served[0])
          expect(charge.baseMicrocents).toBe(base)
          expect(totals.available).toBe(dollars(asked.balance) - base - (base * MARKUP_BPS) / 10_000n)
          expect(charge.baseMicrocents + charge.markupMicrocents).toBeLessThanOrEqual(charge.holdMicrocents)
        } else {
          seenEnds.exhausted += 1
          expect(['models_exhausted', 'provider_refused']).toContain(codeOf(reply))
          expect(totals.available).toBe(dollars(asked.balance))
          // Who could have served was too dear, or behind one that refused the request itself.
          const refusedAt = order.findIndex((model) => fate.get(model) === 'fail=400' && seen.some((one) => one.model === model))
          const passedOver = order.filter((model, place) => fate.get(model) === 'serves' && (refusedAt === -1 || place < refusedAt))
          if (passedOver.length > 0) expect(dollars(asked.balance)).toBeLessThan(dollars('0.02'))
        }
      }),
      { numRuns: 60, seed: 20 },
    )
    for (const times of Object.values(seenEnds)) expect(times).toBeGreaterThan(4)
  }, 120_000)
})
