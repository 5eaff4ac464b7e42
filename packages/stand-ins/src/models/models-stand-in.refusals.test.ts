// How the models stand-in says no, and how it breaks when told to, as the vendors' own clients see it.
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ModelsStandIn, startModelsStandIn } from './start-models-stand-in.ts'

let standIn: ModelsStandIn
let openai: OpenAI

beforeAll(async () => {
  standIn = await startModelsStandIn()
  openai = new OpenAI({ apiKey: 'sk-test', baseURL: `${standIn.url}/v1`, maxRetries: 0 })
})
afterAll(() => standIn.stop())

const call = (content: string, more: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {}) =>
  openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more })

it.each([
  ['fail=429 retry-after=7', { status: 429, code: 'rate_limit_exceeded' }],
  ['fail=500', { status: 500, type: 'server_error' }],
  ['fail=503', { status: 503 }],
  ['fail=404', { status: 404, code: 'model_not_found' }],
  ['fail=context', { status: 400, code: 'context_length_exceeded' }],
  ['slo=5', { status: 400, code: 'stand_in_directive' }],
])('stand-in: %s', async (directive, expected) => {
  await expect(call(`stand-in: ${directive}`)).rejects.toMatchObject(expected)
  expect(standIn.tally.requests().at(-1)).toMatchObject({ state: 'failed', promptTokens: 0, completionTokens: 0, costMicrocents: '0' })
})

it('says when to come back', async () => {
  const error = await call('stand-in: fail=429 retry-after=7').catch((cause: unknown) => cause)
  expect(error instanceof OpenAI.RateLimitError && error.headers.get('retry-after')).toBe('7')
})

it('destroys the connection in the middle of a stream, and counts what was sent', async () => {
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'stand-in: break=6' }],
    stream: true,
  })
  let received = 0
  const reading = (async () => {
    for await (const chunk of stream) received += chunk.choices[0]?.delta.content ? 1 : 0
  })()
  await expect(reading).rejects.toThrow()
  expect(received).toBe(6)
  expect(standIn.tally.requests().at(-1)).toMatchObject({ state: 'broken', completionTokens: 6 })
})

it('destroys the connection in the middle of a whole answer', async () => {
  await expect(call('stand-in: break=1')).rejects.toThrow()
  expect(standIn.tally.requests().at(-1)).toMatchObject({ state: 'broken' })
})

it('ends a stream with an error event', async () => {
  const stream = await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'stand-in: error-event=3' }],
    stream: true,
  })
  const reading = (async () => {
    for await (const _ of stream);
  })()
  await expect(reading).rejects.toThrow(/server had an error/)
})

it('refuses what OpenAI refuses', async () => {
  await expect(call('Hi', { max_tokens: 0 })).rejects.toMatchObject({ status: 400, param: 'max_tokens' })
  await expect(call('Hi', { max_tokens: 16_385 })).rejects.toMatchObject({ status: 400, param: 'max_tokens' })
  await expect(call('Hi', { model: 'o1-mini', max_tokens: 5 })).rejects.toMatchObject({ code: 'unsupported_parameter' })
  await expect(call('Hi', { messages: [] })).rejects.toMatchObject({ status: 400, param: 'messages' })
  await expect(new OpenAI({ apiKey: 'sk-invalid', baseURL: `${standIn.url}/v1` }).models.list()).resolves.toBeDefined()
  const wrongKey = new OpenAI({ apiKey: 'sk-invalid', baseURL: `${standIn.url}/v1`, maxRetries: 0 })
  await expect(wrongKey.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] })).rejects.toMatchObject({
    status: 401,
  })
})

it('refuses broken JSON in the vendor’s shape', async () => {
  const reply = await fetch(`${standIn.url}/v1/chat/completions`, {
    method: 'POST',
    body: '{"model":',
    headers: { 'content-type': 'application/json' },
  })
  expect([reply.status, (await reply.json()).error.type]).toEqual([400, 'invalid_request_error'])
})

it('refuses in Anthropic’s shape on Anthropic’s wire', async () => {
  const anthropic = new Anthropic({ apiKey: 'sk-ant-test', baseURL: standIn.url, maxRetries: 0 })
  const asked = { model: 'claude-sonnet-4', max_tokens: 9, messages: [{ role: 'user' as const, content: 'stand-in: fail=529' }] }
  await expect(anthropic.messages.create(asked)).rejects.toMatchObject({
    status: 529,
    error: { type: 'error', error: { type: 'overloaded_error' } },
  })
})
