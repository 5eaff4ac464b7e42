// A chat call through the gateway: real client, real database, the stand-in as provider.

import { createOpenAI } from '@ai-sdk/openai'
import { dollars, grant, makeApp, makeKey, makeUser, topUp, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import { generateText, streamText } from 'ai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnswerJson, ask, eventsOf } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())

const messages = [{ role: 'user' as const, content: 'Say hello.' }]
const clientFor = (user: string) => new OpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1/users/${user}`, maxRetries: 0 })

describe('a chat call', () => {
  it('S7: with gpt-4o costs its user base and markup, as the stand-in counted', async () => {
    const user = await makeUser(gateway.database, app, 'user_s7')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    const { data: answer, response } = await clientFor('user_s7').chat.completions.create({ model: 'gpt-4o', messages }).withResponse()

    const [seen] = gateway.standIn.tally.requests()
    const base = BigInt(seen?.costMicrocents ?? -1)
    const total = base + (base * 1_500n) / 10_000n
    expect(answer.choices[0]?.message.content).toMatch(/^\[stand-in\]/)
    expect(answer.usage).toMatchObject({
      prompt_tokens: seen?.promptTokens,
      completion_tokens: seen?.completionTokens,
      cost: asDollars(total),
      cost_details: { base: asDollars(base), markup: asDollars(total - base), provider_cost: asDollars(base), margin: '0.00000000' },
    })
    expect(answer).toMatchObject({ farebox: { charge_id: expect.stringMatching(/^ch_/) } })
    expect(response.headers.get('x-farebox-charge')).toBe(asDollars(total))
    expect(response.headers.get('x-farebox-provider')).toBe('openai; stand-in')
    expect(response.headers.get('x-farebox-balance')).toBe('ok')
    expect(await walletTotals(gateway.database, user.walletId)).toEqual({ available: dollars('5') - total, held: 0n })
  })

  it('is what the provider gets, with our limit, our alias of the payer, and nothing of the caller’s account', async () => {
    const user = await makeUser(gateway.database, app, 'user_upstream')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    const request = { model: 'gpt-4o', messages, temperature: 0, user: 'their@mail.example', max_tokens: 77 }
    const { response } = await clientFor('user_upstream').chat.completions.create(request).withResponse()
    const [seen] = gateway.standIn.tally.requests()
    expect(seen?.parameters).toMatchObject({ model: 'gpt-4o', max_completion_tokens: 77, store: false, temperature: 0 })
    expect(seen?.parameters.safety_identifier).toMatch(/^[\w-]{43}$/)
    expect(Object.keys(seen?.parameters ?? {})).not.toEqual(expect.arrayContaining(['user', 'max_tokens']))
    expect(JSON.stringify(seen)).not.toContain(user.walletId)
    expect(seen?.headerNames).not.toEqual(expect.arrayContaining(['x-stainless-lang', 'x-api-key']))
    for (const name of ['openai-organization', 'set-cookie', 'cf-ray', 'x-ratelimit-limit-tokens'])
      expect(response.headers.get(name)).toBeNull()
    expect(response.headers.get('openai-processing-ms')).toBe('1')
  })

  it('G4: always has a limit: the model’s or the app’s where the caller names none', async () => {
    const user = await makeUser(gateway.database, app, 'user_limit')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    for (const model of ['gpt-4o', 'claude-sonnet-4', 'o1-mini', 'llama-3.1-8b-instant']) {
      await clientFor('user_limit').chat.completions.create({ model, messages })
    }
    await clientFor('user_limit').chat.completions.create({ model: 'o1-mini', messages, max_tokens: 100, max_completion_tokens: 90 })
    expect(gateway.standIn.tally.requests().map(({ parameters }) => parameters.max_completion_tokens ?? parameters.max_tokens)).toEqual([
      16_384, 16_384, 16_384, 16_384, 90,
    ])
    expect(gateway.standIn.tally.requests().map(({ vendor, model }) => `${vendor} ${model}`)).toContain(
      'anthropic claude-sonnet-4-20250514',
    )
  })

  it('G2: reserves its worst case of a rich wallet as of a poor one, before the provider has answered', async () => {
    const held: bigint[] = []
    for (const [name, credit] of [
      ['user_poor', '0.02'],
      ['user_rich', '250000'],
    ] as const) {
      const user = await makeUser(gateway.database, app, name)
      await topUp(gateway.database, user.walletId, dollars(credit))
      gateway.standIn.tally.reset()
      const asked = { secret: key.secret, user: name, prompt: 'stand-in: slow=300', max_tokens: 1_000 }
      const answered = ask(gateway, asked)
      await until('the provider to be asked', () => gateway.standIn.tally.requests().length === 1)
      held.push((await walletTotals(gateway.database, user.walletId)).held)
      expect((await answered).status).toBe(200)
    }
    const [poor, rich] = held
    // 1,000 tokens of output at $10 a million, and 15 %; the input comes on top.
    expect(rich).toBeGreaterThan(1_150_000n)
    expect(rich).toBe(poor)
  })

  it('counts every answer where several are asked for', async () => {
    const user = await makeUser(gateway.database, app, 'user_n')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    const answer = await clientFor('user_n').chat.completions.create({ model: 'gpt-4o', messages, n: 3, max_tokens: 50 })
    expect(answer.choices).toHaveLength(3)
    const base = BigInt(gateway.standIn.tally.totals().costMicrocents)
    expect(await spent(user.walletId, '5')).toBe(withMarkup(base))
  })

  it('G5: is clamped to what can be paid, and says so', async () => {
    const user = await makeUser(gateway.database, app, 'user_clamped')
    await topUp(gateway.database, user.walletId, dollars('0.01'))
    gateway.standIn.tally.reset()
    const asked = { secret: key.secret, user: 'user_clamped', prompt: 'stand-in: fill' }
    const { json, headers } = await ask(gateway, { ...asked, max_tokens: 16_000 })
    const granted = headers.get('x-farebox-max-tokens-clamped')
    expect(granted).toMatch(/^8\d\d$/)
    expect(json.usage.completion_tokens).toBe(Number.parseInt(granted ?? '', 10))
    expect(json.choices[0]?.finish_reason).toBe('length')
    expect(headers.get('x-farebox-balance')).toBe('empty')
    const again = await ask(gateway, asked)
    expect([again.status, again.json.error.code]).toEqual([402, 'wallet_empty'])
  })

  it('leaves the provider’s own words as they came', async () => {
    const user = await makeUser(gateway.database, app, 'user_bytes')
    await topUp(gateway.database, user.walletId, dollars('5'))
    const { text, json } = await ask(gateway, { secret: key.secret, user: 'user_bytes', prompt: 'stand-in: say="usage":{}' })
    expect(json.choices[0]?.message.content).toContain('"usage":{}')
    expect(text.match(/"system_fingerprint":"fp_stand_in"/g)).toHaveLength(1)
    expect(json.usage.cost).toMatch(/^0\.\d{8}$/)
  })

  it('streams to a client that asked for usage: the last chunk carries the charge', async () => {
    const user = await makeUser(gateway.database, app, 'user_stream')
    await grant(gateway.database, app, user.walletId, dollars('1'))
    gateway.standIn.tally.reset()
    const stream = await clientFor('user_stream').chat.completions.create({
      model: 'gpt-4o-mini',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let last: unknown
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      last = chunk
    }
    const [seen] = gateway.standIn.tally.requests()
    const base = BigInt(seen?.costMicrocents ?? -1)
    expect(text).toMatch(/^\[stand-in\].*rely on them\.$/)
    // A grant pays base only.
    expect(last).toMatchObject({
      usage: { cost: asDollars(base), completion_tokens: seen?.completionTokens },
      farebox: { hold: expect.any(String) },
    })
    expect(await walletTotals(gateway.database, user.walletId)).toEqual({ available: dollars('1') - base, held: 0n })
  })

  it('streams to a client that did not ask: no usage chunk, the charge in a comment and by request id', async () => {
    const user = await makeUser(gateway.database, app, 'user_comment')
    await topUp(gateway.database, user.walletId, dollars('5'))
    const { text, headers } = await ask(gateway, { secret: key.secret, user: 'user_comment', stream: true })
    const { chunks, comments, done } = eventsOf(text)
    expect(done).toBe(true)
    expect(chunks.every(({ usage, choices }) => !usage && choices?.length === 1)).toBe(true)
    const said = JSON.parse(comments[0]?.slice(': farebox '.length) ?? '{}') as AnswerJson
    expect(said.usage.cost).toBe(asDollars(await spent(user.walletId, '5')))
    expect(headers.get('x-farebox-charge')).toBeNull()
    expect(headers.get('x-farebox-charge-max')).toBe(said.farebox.hold)
    const byRequest = await fetch(`${gateway.url}/v1/charges/${headers.get('x-request-id')}`, {
      headers: { authorization: `Bearer ${key.secret}` },
    })
    expect(await byRequest.json()).toMatchObject({ id: said.farebox.charge_id, total: said.usage.cost })
  })

  it('through the AI SDK: whole and streamed', async () => {
    const user = await makeUser(gateway.database, app, 'user_ai')
    await topUp(gateway.database, user.walletId, dollars('5'))
    gateway.standIn.tally.reset()
    const farebox = createOpenAI({ apiKey: key.secret, baseURL: `${gateway.url}/v1`, headers: { 'X-Farebox-User': 'user_ai' } })
    const { text, usage } = await generateText({ model: farebox.chat('gpt-4o-mini'), prompt: 'Say hello.' })
    const stream = streamText({ model: farebox.chat('gpt-4o-mini'), prompt: 'Say hello.' })
    let streamed = ''
    for await (const part of stream.textStream) streamed += part
    expect(streamed).toBe(text)
    expect((await stream.usage).outputTokens).toBe(usage.outputTokens)
    const base = gateway.standIn.tally.requests().reduce((total, { costMicrocents }) => total + withMarkup(BigInt(costMicrocents ?? 0)), 0n)
    expect(await spent(user.walletId, '5')).toBe(base)
  })

  it('with a sandbox key: play money, the stand-in, and nothing of the live books', async () => {
    const sandbox = await makeKey(gateway.database, app, { mode: 'sandbox' })
    const user = await makeUser(gateway.database, app, 'user_play', 'sandbox')
    const { status, headers } = await ask(gateway, { secret: sandbox.secret, user: 'user_play' })
    expect([status, headers.get('x-farebox-provider')]).toEqual([200, 'openai; stand-in'])
    expect(await spent(user.walletId, '100')).toBeGreaterThan(0n)
    const transfers = await gateway.database.transfer.findMany({ where: { walletId: user.walletId, creditKind: 'earnings_pending' } })
    expect(transfers.every(({ mode }) => mode === 'sandbox')).toBe(true)
    expect((await ask(gateway, { secret: key.secret, user: 'user_play' })).json.error.code).toBe('user_not_found')
  })
})

const withMarkup = (base: bigint) => base + (base * 1_500n) / 10_000n
const spent = async (walletId: string, start: string) => dollars(start) - (await walletTotals(gateway.database, walletId)).available

function asDollars(microcents: bigint): string {
  const digits = String(microcents).padStart(9, '0')
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}
