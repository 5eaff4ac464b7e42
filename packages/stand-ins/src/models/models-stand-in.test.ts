// What the models stand-in promises to whoever tests against it, seen through the vendors' own clients.
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ModelsStandIn, startModelsStandIn } from './start-models-stand-in.ts'
import { countTokens } from './tokens.ts'

let standIn: ModelsStandIn
let openai: OpenAI
let anthropic: Anthropic

beforeAll(async () => {
  standIn = await startModelsStandIn()
  openai = new OpenAI({ apiKey: 'sk-test', baseURL: `${standIn.url}/v1`, maxRetries: 0 })
  anthropic = new Anthropic({ apiKey: 'sk-ant-test', baseURL: standIn.url, maxRetries: 0 })
})
afterAll(() => standIn.stop())
beforeEach(() => fetch(`${standIn.url}/control/reset`, { method: 'POST' }))

const ask = (content: string) => [{ role: 'user' as const, content }]
const totals = async () => (await fetch(`${standIn.url}/control/totals`)).json()

async function streamed(content: string, more: { include_usage?: boolean; max_tokens?: number; n?: number } = {}) {
  const { include_usage = true, ...limits } = more
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: ask(content),
    stream: true,
    stream_options: { include_usage },
    ...limits,
  })
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describe('OpenAI chat completions', () => {
  it('answers the same deterministic text each time, and counts its tokens exactly', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => openai.chat.completions.create({ model: 'gpt-4o', messages: ask('Say hello') })),
    )
    const text = first?.choices[0]?.message.content ?? ''
    expect(text).toMatch(/^\[stand-in\]/)
    expect(second?.choices[0]?.message.content).toBe(text)
    expect(first?.choices[0]?.finish_reason).toBe('stop')
    // 3 opening + 3 for the message + "user" + "Say hello".
    expect(first?.usage?.prompt_tokens).toBe(9)
    expect(first?.usage?.completion_tokens).toBe(countTokens('o200k', text))
    expect(first?.usage?.total_tokens).toBe(9 + countTokens('o200k', text))
  })

  it('streams OpenAI’s chunks: role, one token each, finish, then usage without choices', async () => {
    const chunks = await streamed('Say hello', { max_tokens: 7 })
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '' })
    const pieces = chunks.slice(1, -2).map((chunk) => chunk.choices[0]?.delta.content ?? '')
    expect(pieces).toEqual(['[', 'stand', '-in', ']', ' This', ' is', ' a'])
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'length' })
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 7, total_tokens: 16 } })
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
  })

  it('sends no usage in a stream that did not ask for it', async () => {
    const chunks = await streamed('Say hello', { include_usage: false })
    expect(chunks.every((chunk) => chunk.usage === undefined && chunk.choices.length === 1)).toBe(true)
  })

  it('honours n, stop and max_tokens', async () => {
    const reply = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('Hi'), n: 3, stop: [' practice', ' machine'] })
    expect(reply.choices.map((choice) => choice.message.content)).toEqual(Array(3).fill('[stand-in] This is a'))
    expect(reply.usage?.completion_tokens).toBe(3 * 7)
    const one = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('Hi'), max_tokens: 1 })
    expect(one).toMatchObject({ choices: [{ message: { content: '[' }, finish_reason: 'length' }], usage: { completion_tokens: 1 } })
  })

  it('counts hidden reasoning of o1-mini within the completion tokens and the limit', async () => {
    const reply = await openai.chat.completions.create({ model: 'o1-mini', messages: ask('Hi'), max_completion_tokens: 40 })
    expect(reply.usage).toMatchObject({ completion_tokens: 40, completion_tokens_details: { reasoning_tokens: 20 } })
    expect(countTokens('o200k', reply.choices[0]?.message.content ?? '')).toBe(20)
  })

  it('adds up: the tokens of every prefix are its chunks', async () => {
    const chunks = await streamed('stand-in: tokens=500')
    const pieces = chunks.slice(1, -2).map((chunk) => chunk.choices[0]?.delta.content ?? '')
    expect(pieces).toHaveLength(500)
    for (let length = 1; length <= 500; length += 1) expect(countTokens('o200k', pieces.slice(0, length).join(''))).toBe(length)
  })
})

describe('Anthropic messages', () => {
  it('answers and streams with the same usage', async () => {
    const asked = { model: 'claude-sonnet-4-20250514', max_tokens: 12, messages: ask('Say hello') }
    const whole = await anthropic.messages.create(asked)
    expect(whole).toMatchObject({ stop_reason: 'max_tokens', usage: { input_tokens: 9, output_tokens: 12 } })
    const final = await anthropic.messages.stream(asked).finalMessage()
    expect(final.content).toEqual(whole.content)
    expect(final.usage).toMatchObject({ input_tokens: 9, output_tokens: 12 })
    expect(await anthropic.messages.countTokens({ model: asked.model, messages: asked.messages })).toEqual({ input_tokens: 9 })
  })
})

describe('directives', () => {
  it('fills max_tokens, overshoots it, answers nothing, and counts each', async () => {
    const fill = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: fill'), max_tokens: 300 })
    expect(fill.usage?.completion_tokens).toBe(300)
    const over = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: overshoot=5'), max_tokens: 10 })
    expect(over.usage?.completion_tokens).toBe(15)
    const empty = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: empty') })
    expect(empty).toMatchObject({ choices: [{ message: { content: '' } }], usage: { completion_tokens: 0 } })
    expect((await totals()).completionTokens).toBe(315)
  })

  it('omits usage on request, and still counts', async () => {
    const reply = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: no-usage tokens=20') })
    expect(reply.usage).toBeUndefined()
    expect((await streamed('stand-in: no-usage tokens=20')).every((chunk) => !chunk.usage)).toBe(true)
    expect((await totals()).completionTokens).toBe(40)
  })

  it('waits before the first byte and between chunks', async () => {
    const began = performance.now()
    await streamed('stand-in: slow=120 every=20 tokens=5')
    expect(performance.now() - began).toBeGreaterThan(210)
  })

  it('says a given word, so that tests can look for it', async () => {
    const reply = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: say=CANARY7') })
    expect(reply.choices[0]?.message.content).toMatch(/^\[stand-in\] CANARY7\./)
    expect(await (await fetch(`${standIn.url}/control/requests`)).text()).not.toContain('CANARY7')
  })

  it('applies a line with only= to that model alone', async () => {
    const messages = ask('stand-in: only=gpt-4o fail=500')
    await expect(openai.chat.completions.create({ model: 'gpt-4o', messages })).rejects.toMatchObject({ status: 500 })
    await expect(openai.chat.completions.create({ model: 'gpt-4o-mini', messages })).resolves.toBeDefined()
  })

  it('holds requests at a gate until it is released over HTTP, or until enough wait there', async () => {
    const call = (gate: string) => openai.chat.completions.create({ model: 'gpt-4o', messages: ask(`stand-in: gate=${gate}`) })
    let answered = false
    const held = call('one').then(() => {
      answered = true
    })
    await expect
      .poll(async () => (await (await fetch(`${standIn.url}/control/gates`)).json()).gates)
      .toEqual([{ name: 'one', waiting: 1, released: false }])
    expect(answered).toBe(false)
    await fetch(`${standIn.url}/control/gates/one/release`, { method: 'POST' })
    await held
    await Promise.all([call('three:3'), call('three:3'), call('three:3')])
  })

  it('holds a stream in its middle', async () => {
    const stream = await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: ask('stand-in: gate=mid gate-at=4 tokens=9'),
      stream: true,
    })
    let text = ''
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      if (text === '[stand-in]') await fetch(`${standIn.url}/control/gates/mid/release`, { method: 'POST' })
    }
    expect(countTokens('o200k', text)).toBe(9)
  })
})

describe('the independent total', () => {
  it('prices each request by its own list, rounded up once', async () => {
    await openai.chat.completions.create({ model: 'gpt-4o-mini', messages: ask('Say hello'), max_tokens: 7 })
    await anthropic.messages.create({ model: 'claude-sonnet-4', messages: ask('Say hello'), max_tokens: 7 })
    const { models, costMicrocents, running } = await totals()
    // 9 × 15 + 7 × 60 microcents; 9 × 300 + 7 × 1500.
    expect(models['gpt-4o-mini']).toMatchObject({ requests: 1, answered: 1, promptTokens: 9, completionTokens: 7, costMicrocents: '555' })
    expect(models['claude-sonnet-4']).toMatchObject({ costMicrocents: '13200' })
    expect({ costMicrocents, running }).toEqual({ costMicrocents: '13755', running: 0 })
  })

  it('counts only what left before the client did', async () => {
    const stream = await openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: every=15 tokens=200'), stream: true })
    let received = 0
    for await (const chunk of stream) {
      received += chunk.choices[0]?.delta.content ? 1 : 0
      if (received === 5) break
    }
    await expect.poll(async () => (await totals()).running).toBe(0)
    const [seen] = standIn.tally.requests()
    expect(seen).toMatchObject({ state: 'left', disconnectNoticed: true })
    expect(seen?.completionTokens).toBeGreaterThanOrEqual(5)
    expect(seen?.completionTokens).toBeLessThan(12)
    expect(seen?.chunksSent).toBe(seen?.completionTokens)
  })

  it('counts the prompt alone when the client left before the first byte', async () => {
    const leaving = new AbortController()
    const call = openai.chat.completions.create({ model: 'gpt-4o', messages: ask('stand-in: slow=5000') }, { signal: leaving.signal })
    await expect.poll(async () => (await totals()).running).toBe(1)
    leaving.abort()
    await expect(call).rejects.toThrow(/abort/i)
    await expect.poll(async () => (await totals()).running).toBe(0)
    const { promptTokens, completionTokens, answered } = await totals()
    expect({ completionTokens, answered }).toEqual({ completionTokens: 0, answered: 0 })
    expect(promptTokens).toBeGreaterThan(0)
    expect(standIn.tally.requests()[0]).toMatchObject({ state: 'left', disconnectNoticed: true })
  })

  it('answers under a vendor’s own path, and says which', async () => {
    const groq = new OpenAI({ apiKey: 'sk-test', baseURL: `${standIn.url}/groq/v1`, maxRetries: 0 })
    await groq.chat.completions.create({ model: 'llama-3.1-8b-instant', messages: ask('Hi') })
    expect(standIn.tally.requests()[0]).toMatchObject({ vendor: 'groq', model: 'llama-3.1-8b-instant', costMicrocents: null })
    expect((await totals()).unpriced).toBe(1)
  })

  it('remembers requests without their text, and keys without their middle', async () => {
    await openai.chat.completions.create({
      model: 'gpt-4o',
      messages: ask('SECRETPROMPT'),
      stop: 'SECRETSTOP',
      store: false,
      temperature: 0.5,
    })
    const text = await (await fetch(`${standIn.url}/control/requests`)).text()
    expect(text).not.toMatch(/SECRET/)
    expect(JSON.parse(text).requests[0]).toMatchObject({
      model: 'gpt-4o',
      parameters: { store: false, temperature: 0.5, messages: 'array', stop: 'string' },
    })
  })
})
