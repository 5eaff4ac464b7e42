// The same Idempotency-Key: one hold, one charge, one answer, however often it is sent.
import {
  dollars,
  makeApp,
  makeKey,
  makeUser,
  topUp,
  type WorldApp,
  type WorldKey,
  type WorldUser,
  walletTotals,
} from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, ask, eventsOf } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let user: WorldUser
let users = 0
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())
beforeEach(async () => {
  user = await makeUser(gateway.database, app, `user_${++users}`)
  await topUp(gateway.database, user.walletId, dollars('5'))
  gateway.standIn.tally.reset()
})

const call = (idempotencyKey: string, asked: Partial<Asked> = {}): Asked => ({
  secret: key.secret,
  user: user.externalUserId,
  headers: { 'idempotency-key': idempotencyKey },
  ...asked,
})
const available = async () => (await walletTotals(gateway.database, user.walletId)).available
const requestsSeen = () => gateway.standIn.tally.requests().length

describe('an Idempotency-Key', () => {
  it('G42: of a client that gave up waiting and asked again: the answer that was under way, charged once', async () => {
    // Gemini bills the whole answer, so it is read to the end for a client that left.
    const client = new OpenAI({
      apiKey: key.secret,
      baseURL: `${gateway.url}/v1/users/${user.externalUserId}`,
      maxRetries: 5,
      timeout: 300,
    })
    const messages = [{ role: 'user' as const, content: 'stand-in: slow=700' }]
    const { data } = await client.chat.completions
      .create({ model: 'gemini-2.5-flash', messages }, { idempotencyKey: 'impatient', headers: { 'idempotency-key': 'impatient' } })
      .withResponse()
    expect(data.choices[0]?.message.content).toMatch(/^\[stand-in\]/)
    const charges = await gateway.database.charge.findMany({ where: { walletId: user.walletId } })
    expect([charges.length, requestsSeen()]).toEqual([1, 1])
  })

  it('G43: and reading what was charged, however often, costs nothing', async () => {
    const { json } = await ask(gateway, call('read'))
    const left = await available()
    for (let times = 0; times < 5; times += 1) {
      for (const id of [json.farebox.charge_id, json.farebox.charge_id.replace('ch_', 'req_')]) {
        const reply = await fetch(`${gateway.url}/v1/charges/${id}`, { headers: { authorization: `Bearer ${key.secret}` } })
        expect(await reply.json()).toMatchObject({ id: json.farebox.charge_id, total: json.usage.cost })
      }
      await ask(gateway, call('read'))
    }
    expect([await available(), requestsSeen()]).toEqual([left, 1])
  })

  it('repeats the answer and its charge, and pays once', async () => {
    const first = await ask(gateway, call('once'))
    const left = await available()
    const second = await ask(gateway, call('once'))
    expect(second.json).toEqual(first.json)
    expect(second.headers.get('x-farebox-charge')).toBe(first.headers.get('x-farebox-charge'))
    expect(second.headers.get('x-farebox-replay-of')).toBe(first.headers.get('x-request-id'))
    expect([await available(), requestsSeen()]).toEqual([left, 1])
  })

  it('repeats a stream as one stream', async () => {
    const asked = { stream: true, stream_options: { include_usage: true } }
    const first = eventsOf((await ask(gateway, call('stream', asked))).text)
    const left = await available()
    const second = eventsOf((await ask(gateway, call('stream', asked))).text)
    const words = ({ chunks }: ReturnType<typeof eventsOf>) => chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').join('')
    expect(words(second)).toBe(words(first))
    expect(second.chunks.at(-1)?.usage).toEqual(first.chunks.at(-1)?.usage)
    expect([second.done, await available(), requestsSeen()]).toEqual([true, left, 1])
  })

  it('is kept encrypted', async () => {
    await ask(gateway, call('secret', { prompt: 'stand-in: say=CANARY-7' }))
    const [row] = await gateway.database.idempotency.findMany({ where: { walletId: user.walletId } })
    expect(row?.answer?.length).toBeGreaterThan(50)
    expect(Buffer.from(row?.answer ?? []).includes('CANARY')).toBe(false)
  })

  it('with another body is refused; while the first is running, too', async () => {
    await ask(gateway, call('body'))
    const other = await ask(gateway, call('body', { prompt: 'Something else.' }))
    expect([other.status, other.json.error.code]).toEqual([422, 'idempotency_mismatch'])

    const running = ask(gateway, call('running', { prompt: 'stand-in: gate=running' }))
    await until('the first to be under way', () => requestsSeen() === 2)
    const again = await ask(gateway, call('running', { prompt: 'stand-in: gate=running' }))
    expect([again.status, again.json.error.code, again.headers.get('x-should-retry')]).toEqual([409, 'idempotency_in_progress', 'true'])
    expect(again.headers.get('retry-after')).toBe('1')
    gateway.standIn.gates.release('running')
    expect((await running).status).toBe(200)
    expect(requestsSeen()).toBe(2)
  })

  it('M5: refused for funds, then topped up: the same key is tried afresh and pays exactly once, also from 20 at once', async () => {
    const poor = await makeUser(gateway.database, app, 'poor')
    const asked = call('afresh', { user: 'poor', max_tokens: 200 })
    expect((await ask(gateway, asked)).status).toBe(402)
    await topUp(gateway.database, poor.walletId, dollars('5'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(gateway, asked)))
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    expect((await ask(gateway, asked)).status).toBe(200)
    const charges = await gateway.database.charge.findMany({ where: { walletId: poor.walletId } })
    expect([charges.length, requestsSeen()]).toEqual([1, 1])
  })

  it('belongs to one key and one payer', async () => {
    const other = await makeUser(gateway.database, app, `other_${users}`)
    await topUp(gateway.database, other.walletId, dollars('5'))
    await ask(gateway, call('shared'))
    await ask(gateway, call('shared', { user: other.externalUserId }))
    const secondKey = await makeKey(gateway.database, app)
    await ask(gateway, call('shared', { secret: secondKey.secret }))
    expect(requestsSeen()).toBe(3)
  })

  it('of a call the provider failed is free to be used again', async () => {
    const asked = call('failed', { prompt: 'stand-in: fail=500' })
    expect((await ask(gateway, asked)).status).toBe(502)
    expect((await ask(gateway, asked)).status).toBe(502)
    expect(requestsSeen()).toBe(2)
    expect(await available()).toBe(dollars('5'))
  })

  it('M24: a call that failed at the provider and is made again is one charge', async () => {
    expect((await ask(gateway, call('again', { prompt: 'stand-in: fail=503' }))).status).toBe(503)
    const { json } = await ask(gateway, call('again'))
    expect((await ask(gateway, call('again'))).json.farebox).toEqual(json.farebox)
    expect(await gateway.database.charge.count({ where: { walletId: user.walletId } })).toBe(1)
  })
})
