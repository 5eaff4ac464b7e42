// A user's own access token: they pay, within the limit they set, and only for as long as they let it.
import { idHash } from '@farebox/auth/testing'
import { makeApp, makeKey, type WorldApp, walletTotals } from '@farebox/billing/testing'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { accessToken, type Connected, connectedUser } from './testing/connected-user.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
})
afterAll(() => gateway.stop())

const aConnectedUser = (options: { limit?: string; credit?: string } = {}) => connectedUser(gateway, app, options)
const aToken = (user: Connected, options: { scope?: string; livesMs?: number } = {}) => accessToken(gateway, user, options)

const revoke = (token: string) => gateway.database.oAuthState.deleteMany({ where: { idHash: idHash(token) } })
const available = async (walletId: string) => (await walletTotals(gateway.database, walletId)).available

/** OpenAI's shape, or a problem's. */
const codeOf = ({ error, code }: { error?: { code: string }; code?: string }) => error?.code ?? code

describe('a user’s access token', () => {
  it('S12, G54: by path, header and token the same user pays from one wallet, within one limit, at one price', async () => {
    const user = await aConnectedUser()
    const key = await makeKey(gateway.database, app)
    const { appId } = app
    const { walletId, connectionId } = user
    await gateway.database.externalUser.create({ data: { appId, mode: 'live', externalUserId: 'same', walletId, connectionId } })
    const before = await available(walletId)
    const charges = [
      await ask(gateway, { secret: key.secret, user: 'same' }),
      await ask(gateway, { secret: key.secret, headers: { 'x-farebox-user': 'same' } }),
      await ask(gateway, { secret: await aToken(user) }),
    ].map(({ json }) => (json as { usage: { cost: string } }).usage.cost)
    expect(new Set(charges).size).toBe(1)
    const total = charges.reduce((sum, cost) => sum + BigInt(cost.replace('.', '')), 0n)
    expect(before - (await available(walletId))).toBe(total)
    const connection = await gateway.database.connection.findFirstOrThrow({ where: { id: connectionId } })
    expect(connection.windowUsedMicrocents).toBe(total)
  })

  it('works in the OpenAI client as it is', async () => {
    const client = new OpenAI({ apiKey: await aToken(await aConnectedUser()), baseURL: `${gateway.url}/v1` })
    const answer = await client.chat.completions.create({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello!' }] })
    expect(answer.choices[0]?.finish_reason).toBe('stop')
  })

  it('is dead from the moment it is revoked, also where the gateway knew it', async () => {
    const token = await aToken(await aConnectedUser())
    expect((await ask(gateway, { secret: token })).status).toBe(200)
    await revoke(token)
    const refused = await ask(gateway, { secret: token })
    expect(refused).toMatchObject({ status: 401, json: { error: { code: 'token_expired', charged: false } } })
  })

  it('stops with its connection, and after its quarter of an hour', async () => {
    const user = await aConnectedUser()
    const token = await aToken(user)
    expect((await ask(gateway, { secret: token })).status).toBe(200)
    const short = await aToken(user, { livesMs: -1 })
    expect(await ask(gateway, { secret: short })).toMatchObject({ status: 401, json: { error: { code: 'token_expired' } } })
    await gateway.database.connection.updateMany({ where: { id: user.connectionId }, data: { status: 'revoked' } })
    expect(await ask(gateway, { secret: token })).toMatchObject({ status: 401, json: { error: { code: 'connection_revoked' } } })
  })

  it('names nobody else, and opens nothing that is the developer’s', async () => {
    const user = await aConnectedUser()
    const token = await aToken(user)
    expect(await ask(gateway, { secret: token, user: 'somebody' })).toMatchObject({
      status: 400,
      json: { error: { code: 'payer_not_allowed' } },
    })
    const authorization = `Bearer ${token}`
    for (const address of ['/v1/charges', '/v1/funding/pool', '/v1/funding/grants', '/v1/users', '/v1/services']) {
      const response = await fetch(`${gateway.url}${address}`, { headers: { authorization } })
      expect({ address, status: response.status, code: codeOf(await response.json()) }).toEqual({
        address,
        status: 403,
        code: 'insufficient_scope',
      })
    }
    const reading = await aToken(user, { scope: 'openid' })
    expect(await ask(gateway, { secret: reading })).toMatchObject({ status: 403, json: { error: { code: 'insufficient_scope' } } })
  })

  it('shows the amount of the balance only where the user let it', async () => {
    const user = await aConnectedUser()
    const balance = async (scope: string) => {
      const response = await fetch(`${gateway.url}/v1/balance`, { headers: { authorization: `Bearer ${await aToken(user, { scope })}` } })
      return (await response.json()) as Record<string, unknown>
    }
    expect(await balance('openid spend balance:read')).toMatchObject({ status: 'ok', available: '5.00000000' })
    const coarse = await balance('openid spend')
    expect(coarse).toMatchObject({ status: 'ok' })
    expect(JSON.stringify(coarse)).not.toMatch(/\d\.\d{8}/)
  })

  it('100 calls at once against a small limit never exceed it', async () => {
    const user = await aConnectedUser({ limit: '0.01' })
    const token = await aToken(user)
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        ask(gateway, { secret: token, model: 'gpt-4o-mini', max_tokens: 3_000, headers: { 'x-farebox-clamp': 'off' } }),
      ),
    )
    const paid = answers.filter(({ status }) => status === 200)
    const refusals = answers.filter(({ status }) => status !== 200).map(({ json }) => (json as { error: { code: string } }).error.code)
    const { windowUsedMicrocents } = await gateway.database.connection.findFirstOrThrow({ where: { id: user.connectionId } })
    expect(windowUsedMicrocents).toBeLessThanOrEqual(1_000_000n)
    expect(windowUsedMicrocents).toBeGreaterThan(0n)
    expect(paid.length).toBeGreaterThan(0)
    for (const code of refusals) expect(['spending_limit_reached', 'funds_held']).toContain(code)
  })

  it('a retry under the same Idempotency-Key pays once, also after the token was refreshed in between', async () => {
    const user = await aConnectedUser()
    const headers = { 'idempotency-key': 'the sheet tries again' }
    const first = await ask(gateway, { secret: await aToken(user), headers })
    const again = await ask(gateway, { secret: await aToken(user), headers })
    expect({ ...again.json }).toEqual({ ...first.json })
    expect(await gateway.database.charge.count({ where: { connectionId: user.connectionId } })).toBe(1)
  })
})
