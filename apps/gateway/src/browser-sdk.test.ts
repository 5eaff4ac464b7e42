// What the gateway gives a browser: the script and its sheet, small and kept for ever, and what a page may know of its app.
import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { ensureOAuthClient, idHash } from '@farebox/auth/testing'
import { giveConsent } from '@farebox/billing/consent'
import { dollars, makeApp, payIn, type WorldApp } from '@farebox/billing/testing'
import { newId } from '@farebox/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './testing/ask.ts'
import { startGateway, type TestGateway } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
})
afterAll(() => gateway.stop())

const read = (address: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${address}`, { headers })

/** As a page would pin it. */
async function pinned(): Promise<{ src: string; integrity: string }> {
  return (await read('/v1.json')).json()
}

describe('the script', () => {
  it('is at most 12 kB, its sheet at most 8 kB, as they travel', async () => {
    const script = await (await read('/v1.js')).text()
    const sheet = /v1-sheet\.[0-9a-f]{12}\.js/.exec(script)?.[0]
    const bytes = [script, await (await read(`/${sheet}`)).text()].map((text) => gzipSync(text).length)
    expect(bytes[0]).toBeLessThanOrEqual(12 * 1_024)
    expect(bytes[1]).toBeLessThanOrEqual(8 * 1_024)
    expect(Math.min(...bytes)).toBeGreaterThan(500)
  })

  it('may be loaded by every website, and is what its pinned name and its integrity say', async () => {
    const { src, integrity } = await pinned()
    const reply = await read(src, { origin: 'https://anybody.example' })
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    })
    const text = await reply.text()
    expect(integrity).toBe(`sha384-${createHash('sha384').update(text).digest('base64')}`)
    const newest = await read('/v1.js')
    expect(await newest.text()).toBe(text)
    expect(newest.headers.get('cache-control')).toContain('max-age=300')
  })
})

describe('what a page may know of its app', () => {
  it('who signs people in, and where on this website they may come back to; nobody else’s addresses', async () => {
    const { clientId } = await ensureOAuthClient(gateway.database, { appId: app.appId, mode: 'live', kind: 'public', now: new Date() })
    const redirectUris = ['https://pixelpal.example/', 'https://staging.example/']
    await gateway.database.oAuthClient.update({ where: { clientId }, data: { redirectUris } })
    const facts = async (query: string, origin: string) => {
      const reply = await read(`/v1/client?${query}`, { origin })
      return { cors: reply.headers.get('access-control-allow-origin'), ...(await reply.json()) }
    }
    expect(await facts(`client_id=${clientId}`, 'https://pixelpal.example')).toEqual({
      cors: '*',
      object: 'client',
      client_id: clientId,
      app: { name: 'PixelPal' },
      mode: 'live',
      issuer: 'http://wallet.localhost',
      redirect_uris: ['https://pixelpal.example/'],
      is_origin_registered: true,
    })
    expect(await facts(`client_id=${clientId}`, 'https://attacker.example')).toMatchObject({
      redirect_uris: [],
      is_origin_registered: false,
    })
    // The same app for practice is another client, whose money is practice money.
    const sandbox = await facts(`client_id=${clientId}&mode=sandbox`, 'http://localhost:5173')
    expect(sandbox).toMatchObject({ mode: 'sandbox', is_origin_registered: true })
    expect(sandbox.client_id).toMatch(/^pk-farebox-test-/)
    expect(await facts('client_id=pk-farebox-live-nobody', 'https://pixelpal.example')).toMatchObject({ error: { code: 'not_found' } })
  })

  it('an app sees what it spent of its own limit with a user’s token, and with nothing else', async () => {
    const { database } = gateway
    const userId = newId()
    await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
    const { clientId } = await ensureOAuthClient(database, { appId: app.appId, mode: 'live', kind: 'public', now: new Date() })
    const choice = { limit: '5', period: 'month', callLimit: '0.50', models: [], expiresInDays: null } as const
    const { connectionId } = await giveConsent(
      database,
      { clientId, userId, now: new Date() },
      { ...choice, models: [] },
      { markupBps: app.markupBps, ip: '203.0.113.7' },
    )
    const { walletId } = await database.connection.findFirstOrThrow({ where: { id: connectionId } })
    await payIn(database, { walletId, creditMicrocents: dollars('8.50') })
    const token = `ut-farebox-${newId().replaceAll('-', '')}${'x'.repeat(11)}`
    await database.oAuthState.create({
      data: {
        ...{ kind: 'AccessToken', idHash: idHash(token), payload: { clientId, accountId: userId, scope: 'openid spend' }, connectionId },
        expiresAt: new Date(Date.now() + 900_000),
      },
    })
    const paid = await ask(gateway, { secret: token })
    const { cost } = (paid.json as { usage: { cost: string } }).usage
    const usage = await (await read('/v1/usage', { authorization: `Bearer ${token}` })).json()
    expect(usage).toMatchObject({
      object: 'usage',
      limit: '5.00000000',
      spent: cost,
      period: 'month',
      call_limit: '0.50000000',
      balance: 'ok',
    })
    // What is in the wallet is its owner's business.
    expect(JSON.stringify(usage)).not.toContain('8.5')
    await database.oAuthState.deleteMany({ where: { idHash: idHash(token) } })
    expect((await read('/v1/usage', { authorization: `Bearer ${token}` })).status).toBe(401)
  })
})
