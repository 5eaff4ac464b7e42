// How each kind of ending is charged. The stand-in's own count is what every charge is compared with.
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
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, ask, eventsOf, open } from './testing/ask.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
let user: WorldUser
let users = 0
const START = dollars('5')

beforeAll(async () => {
  gateway = await startGateway({ timeouts: { firstByteMs: 1_500, idleMs: 1_500 } })
  app = await makeApp(gateway.database)
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())
beforeEach(async () => {
  user = await makeUser(gateway.database, app, `user_${++users}`)
  await topUp(gateway.database, user.walletId, START)
  gateway.standIn.tally.reset()
})

const call = (asked: Partial<Asked> = {}): Asked => ({ secret: key.secret, user: user.externalUserId, ...asked })
const settled = () =>
  until(
    'the hold to be resolved',
    async () => (await gateway.database.hold.count({ where: { walletId: user.walletId, state: 'open' } })) === 0,
  )
const charges = () => gateway.database.charge.findMany({ where: { walletId: user.walletId }, orderBy: { id: 'asc' } })
const seen = () => gateway.standIn.tally.requests()[0]
const paid = async () => START - (await walletTotals(gateway.database, user.walletId)).available
const outputOf = (charge: { usage: unknown } | undefined) => (charge?.usage as { output?: number } | undefined)?.output ?? 0
const withMarkup = (base: bigint) => base + (base * 1_500n) / 10_000n
const standInCost = () => BigInt(seen()?.costMicrocents ?? -1)

describe('a provider that fails costs nobody anything', () => {
  it.each([
    [500, 'provider_error', 502],
    [503, 'provider_overloaded', 503],
    [429, 'provider_overloaded', 503],
    [401, 'provider_error', 502],
  ])('answers %i: %s', async (fail, code, status) => {
    for (const stream of [false, true]) {
      const { status: got, json, headers } = await ask(gateway, call({ prompt: `stand-in: fail=${fail}`, stream }))
      expect([got, json.error.code, json.error.charged]).toEqual([status, code, false])
      expect(headers.get('x-should-retry')).toBe('true')
      expect(json.error.message).not.toContain('org-')
    }
    await settled()
    expect(await paid()).toBe(0n)
    expect(await charges()).toEqual([])
  })

  it('takes too long: 504', async () => {
    const { status, json } = await ask(gateway, call({ prompt: 'stand-in: slow=4000' }))
    expect([status, json.error.code, json.error.charged]).toEqual([504, 'provider_timeout', false])
    await settled()
    expect(await paid()).toBe(0n)
  })

  it('breaks before its first output, streaming or not', async () => {
    for (const stream of [false, true]) {
      const { status, json } = await ask(gateway, call({ prompt: 'stand-in: break=0', stream }))
      expect([status, json.error.code, json.error.charged]).toEqual([502, 'provider_error', false])
    }
    await settled()
    expect(await paid()).toBe(0n)
  })

  it('refuses a request that does not fit: the caller’s error, in the provider’s words', async () => {
    const { status, json } = await ask(gateway, call({ prompt: 'stand-in: fail=context' }))
    expect([status, json.error.code, json.error.param]).toEqual([400, 'context_length_exceeded', 'messages'])
    expect(await paid()).toBe(0n)
  })
})

describe('an answer that ends early', () => {
  it('G9: broken in the middle: what was produced is charged, and the stream says so', async () => {
    const reply = await ask(gateway, call({ prompt: 'stand-in: break=7', stream: true }))
    const { chunks, done } = eventsOf(reply.text)
    await settled()
    expect(done).toBe(false)
    expect(chunks.at(-1)?.error).toMatchObject({ code: 'provider_error', charged: true })
    expect(seen()?.completionTokens).toBe(7)
    expect(await paid()).toBe(withMarkup(standInCost()))
    expect((await charges())[0]).toMatchObject({ outcome: 'provider_broke', usage: { input: seen()?.promptTokens, output: 7 } })
  })

  it('with the vendor’s error event: as broken', async () => {
    const reply = await ask(gateway, call({ prompt: 'stand-in: error-event=5', stream: true }))
    expect(eventsOf(reply.text).chunks.at(-1)?.error).toMatchObject({ code: 'provider_error', charged: true })
    await settled()
    expect(await paid()).toBe(withMarkup(standInCost()))
  })

  it('M23, G17: the client leaves before the first token, in the middle, or after the last: input and what was produced', async () => {
    const leaving = new AbortController()
    const early = open(gateway, call({ prompt: 'stand-in: slow=1000', stream: true, signal: leaving.signal })).catch(() => undefined)
    await until('the stand-in to see it', () => seen() !== undefined)
    leaving.abort()
    await early
    await settled()
    expect((await charges())[0]).toMatchObject({ outcome: 'client_left', usage: { input: seen()?.promptTokens } })
    expect(await paid()).toBe(withMarkup(standInCost()))

    gateway.standIn.tally.reset()
    const before = await paid()
    const middle = new AbortController()
    const reply = await open(gateway, call({ prompt: 'stand-in: every=15 tokens=60', stream: true, signal: middle.signal }))
    const reader = reply.body?.getReader()
    let read = ''
    while (read.split('data:').length < 10) read += new TextDecoder().decode((await reader?.read())?.value)
    middle.abort()
    await settled()
    await until('the stand-in to notice', () => seen()?.state === 'left')
    const [, charge] = await charges()
    const produced = outputOf(charge)
    expect(charge?.outcome).toBe('client_left')
    expect(produced).toBeGreaterThanOrEqual(8)
    expect(produced).toBeLessThanOrEqual(seen()?.completionTokens ?? 0)
    expect(produced).toBeGreaterThanOrEqual((seen()?.completionTokens ?? 99) - 2)
    expect((await paid()) - before).toBe(withMarkup(charge?.baseMicrocents ?? 0n))

    gateway.standIn.tally.reset()
    const beforeLast = await paid()
    await ask(gateway, call({ stream: true }))
    expect((await paid()) - beforeLast).toBe(withMarkup(standInCost()))
  })

  it('M23, G19: a whole answer nobody waits for is charged its input where the provider stops, all of it where it does not', async () => {
    for (const [model, outcome] of [
      ['gpt-4o', 'input only'],
      ['llama-3.1-8b-instant', 'everything'],
    ] as const) {
      gateway.standIn.tally.reset()
      const leaving = new AbortController()
      const early = ask(gateway, call({ model, prompt: 'stand-in: slow=600', signal: leaving.signal })).catch(() => undefined)
      await until('the stand-in to see it', () => seen() !== undefined)
      leaving.abort()
      await early
      await settled()
      const charge = (await charges()).at(-1)
      const output = outputOf(charge)
      expect([outcome, charge?.outcome, output > 0]).toEqual([outcome, 'client_left', outcome === 'everything'])
      await until('the stand-in to end it', () => seen()?.state !== 'working')
      expect(output).toBe(seen()?.completionTokens)
    }
  })

  it('G18: a client that leaves while its call is drained pays what the provider bills', async () => {
    const leaving = new AbortController()
    const reply = await open(
      gateway,
      call({ model: 'llama-3.1-8b-instant', prompt: 'stand-in: every=10 tokens=40', stream: true, signal: leaving.signal }),
    )
    await reply.body?.getReader().read()
    leaving.abort()
    await settled()
    expect(seen()).toMatchObject({ state: 'answered', completionTokens: 40 })
    expect((await charges())[0]).toMatchObject({ outcome: 'client_left', usage: { input: seen()?.promptTokens, output: 40 } })
  })
})

describe('a count that is missing or wrong', () => {
  it('G22: without usage, we count: the same as the provider would have', async () => {
    for (const stream of [false, true]) {
      gateway.standIn.tally.reset()
      const before = await paid()
      const reply = await ask(
        gateway,
        call({ prompt: 'stand-in: no-usage', stream, ...(stream && { stream_options: { include_usage: true } }) }),
      )
      const usage = stream ? eventsOf(reply.text).chunks.at(-1)?.usage : reply.json.usage
      await settled()
      expect(usage).toMatchObject({ prompt_tokens: seen()?.promptTokens, completion_tokens: seen()?.completionTokens })
      expect((await paid()) - before).toBe(withMarkup(standInCost()))
    }
  })

  it('M10: more than was held is capped at the hold; the rest is our loss, and carries no markup', async () => {
    const { json } = await ask(gateway, call({ prompt: 'stand-in: overshoot=3000', max_tokens: 20 }))
    const [charge] = await charges()
    expect(seen()?.completionTokens).toBe(3_020)
    expect(charge?.baseMicrocents).toBeLessThan(standInCost())
    expect(charge?.lossMicrocents).toBe(standInCost() - (charge?.baseMicrocents ?? 0n))
    expect(await paid()).toBe(withMarkup(charge?.baseMicrocents ?? 0n))
    expect(await paid()).toBeLessThanOrEqual(charge?.holdMicrocents ?? 0n)
    expect(json.usage.cost_details.margin).toBe('0.00000000')
  })

  it('a stream that runs past its hold is ended where the hold ends, cleanly', async () => {
    const reply = await ask(gateway, call({ prompt: 'stand-in: overshoot=3000 every=1', max_tokens: 20, stream: true }))
    const { chunks, done, comments } = eventsOf(reply.text)
    expect(done).toBe(true)
    expect(chunks.at(-1)?.choices?.[0]?.finish_reason).toBe('length')
    expect(comments.at(-1)).toContain('"stopped":"balance"')
    expect(chunks.length).toBeLessThan(100)
    await settled()
    const [charge] = await charges()
    expect(charge).toMatchObject({ outcome: 'stopped', stopped: 'balance' })
    expect(await paid()).toBeLessThanOrEqual(charge?.holdMicrocents ?? 0n)
  })

  it('M11, G21: an empty answer is ours to bear, up to a daily bound', async () => {
    for (const stream of [false, true]) {
      const { status } = await ask(gateway, call({ prompt: 'stand-in: empty', stream }))
      expect(status).toBe(200)
    }
    await settled()
    expect(await paid()).toBe(0n)
    expect(await gateway.database.hold.count({ where: { walletId: user.walletId, state: 'released' } })).toBe(2)
  })
})
