// When the server's client sends a call again, and when it does not.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { completion, refusal, type ScriptedFarebox, scriptedFarebox } from '../../test/scripted-farebox.ts'
import { FareboxError, InsufficientFundsError } from '../errors.ts'
import { fareboxServer } from './farebox-server.ts'

let server: ScriptedFarebox
beforeAll(async () => {
  server = await scriptedFarebox()
})
afterAll(() => server.stop())

const client = (retriesMax?: number) =>
  fareboxServer({ apiKey: 'sk-farebox-test-x', baseURL: server.baseURL, ...(retriesMax !== undefined && { retriesMax }) })
const again = { status: 503, headers: { 'x-should-retry': 'true', 'retry-after': '0' }, body: refusal('provider_overloaded') }
const keysHeard = () => server.heard.map(({ headers }) => headers['idempotency-key'])

it('sends again what may be sent again, under the same Idempotency-Key, and charges are asked for once', async () => {
  server.answers(again, again, { body: completion })
  expect(String(await client().forUser('ann').chat('Hello', { model: 'gpt-4o-mini' }))).toBe('Hello.')
  const keys = keysHeard()
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[\w-]{36}$/)
})

it('gives up after as many times as it was told', async () => {
  server.answers(again, again, { body: completion })
  const failure = await client(1)
    .forUser('ann')
    .chat('Hello', { model: 'gpt-4o-mini' })
    .catch((thrown: unknown) => thrown)
  expect(failure).toMatchObject({ code: 'provider_overloaded', status: 503, charged: false })
  expect(server.heard).toHaveLength(2)
})

it('sends nothing again that says no, or says nothing', async () => {
  const no = { 'x-should-retry': 'false', 'retry-after': '0' }
  for (const [status, headers] of [
    [402, no],
    [409, no],
    [500, no],
    [429, {}],
    [503, {}],
  ] as const) {
    server.answers({ status, headers, body: refusal('some_code') }, { body: completion })
    await expect(client().forUser('ann').chat('Hello', { model: 'm' })).rejects.toBeInstanceOf(FareboxError)
    expect({ status, times: server.heard.length }).toEqual({ status, times: 1 })
  }
})

it('does not keep anybody waiting who should wait long', async () => {
  server.answers({ ...again, headers: { 'x-should-retry': 'true', 'retry-after': '60' } }, { body: completion })
  await expect(client().forUser('ann').chat('Hello', { model: 'm' })).rejects.toMatchObject({ status: 503 })
  expect(server.heard).toHaveLength(1)
})

it('stops waiting when the caller does', async () => {
  server.answers({ ...again, headers: { 'x-should-retry': 'true', 'retry-after': '15' } }, { body: completion })
  const stop = new AbortController()
  const call = client().forUser('ann').chat('Hello', { model: 'm', signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect(server.heard).toHaveLength(1)
})

it('every 402 is InsufficientFundsError with the ways out, in both shapes of the API', async () => {
  const metadata = { topup_url: 'https://wallet/top-up', manage_url: 'https://wallet/apps/1' }
  server.answers({ status: 402, body: refusal('spending_limit_reached', 'Over the limit.', metadata) })
  const chat = await client()
    .forUser('ann')
    .chat('Hello', { model: 'm' })
    .catch((thrown: unknown) => thrown)
  expect(chat).toBeInstanceOf(InsufficientFundsError)
  expect(chat).toMatchObject({ code: 'spending_limit_reached', topupUrl: 'https://wallet/top-up', manageUrl: 'https://wallet/apps/1' })

  const problem = { type: '/errors/insufficient_funds', status: 402, detail: 'Too little.', code: 'wallet_empty', charged: false, metadata }
  server.answers({ status: 402, body: problem })
  const charge = await client()
    .charges.create({ service: 's', user: 'ann', units: 1 })
    .catch((thrown: unknown) => thrown)
  expect(charge).toBeInstanceOf(InsufficientFundsError)
  expect(charge).toMatchObject({ code: 'wallet_empty', message: 'Too little.', topupUrl: 'https://wallet/top-up' })
})

it('names an Idempotency-Key with every POST, the caller’s own where there is one, and none with what only reads', async () => {
  server.answers({ body: {} }, { body: {} }, { body: {} })
  await client().users.grant('ann', { amount: 0.5 }, { idempotencyKey: 'welcome-ann' })
  await client().holds.open({ service: 's', user: 'ann', units_max: 1 })
  await client().users.get('a/../b')
  expect(keysHeard()).toEqual(['welcome-ann', expect.stringMatching(/^[\w-]{36}$/), undefined])
  expect(server.heard[2]?.path).toBe('/v1/users/a%2F..%2Fb')
})
