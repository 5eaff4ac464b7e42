// A chat passed on for a page: who pays is the server's word, the key stays on the server, and hanging up hangs up.
import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completion, refusal, type ScriptedFarebox, scriptedFarebox } from '../../test/scripted-farebox.ts'
import { fareboxServer } from './farebox-server.ts'
import { verifyWebhook } from './verify-webhook.ts'

const KEY = 'sk-farebox-live-secret'
let server: ScriptedFarebox
beforeAll(async () => {
  server = await scriptedFarebox()
})
afterAll(() => server.stop())

const farebox = () => fareboxServer({ apiKey: KEY, baseURL: server.baseURL })
const asked = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] }
const fromPage = (headers: Record<string, string> = {}, more: RequestInit = {}) =>
  new Request('https://app.example/api/chat', {
    ...{ method: 'POST', body: JSON.stringify(asked), ...more },
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
  })

describe('a chat passed on', () => {
  it('is paid by whom the server names, whatever the page sends along', async () => {
    server.answers({ headers: { 'x-farebox-charge': '0.01', 'set-cookie': 'a=b', 'x-other': '1' }, body: completion })
    const headers = { 'x-farebox-user': 'bob', authorization: 'Bearer theirs', cookie: 'session=1', 'x-farebox-end-user': 'eve' }
    const reply = await farebox().handleChat(fromPage(headers), { user: 'ann' })
    expect(reply.status).toBe(200)
    expect(await reply.json()).toEqual(completion)
    expect(server.heard[0]?.headers).toMatchObject({ 'x-farebox-user': 'ann', authorization: `Bearer ${KEY}` })
    expect(Object.keys(server.heard[0]?.headers ?? {})).not.toEqual(expect.arrayContaining(['cookie']))
    expect(server.heard[0]?.headers['x-farebox-end-user']).toBeUndefined()
    expect(Object.fromEntries(reply.headers)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-farebox-charge': '0.01',
    })
  })

  it('is refused to other websites, forms and other methods, before anything is asked', async () => {
    server.answers({ body: completion })
    const tries = [
      [fromPage({ 'sec-fetch-site': 'cross-site' }), 403],
      [fromPage({ 'content-type': 'text/plain' }), 415],
      [fromPage({}, { body: 'no json' }), 400],
      [fromPage({}, { body: '[1]' }), 400],
      [new Request('https://app.example/api/chat'), 405],
    ] as const
    for (const [request, status] of tries) expect((await farebox().handleChat(request, { user: 'ann' })).status).toBe(status)
    expect(server.heard).toEqual([])
    // The one honest request passes.
    expect((await farebox().handleChat(fromPage(), { user: 'ann' })).status).toBe(200)
  })

  it('keeps one person’s Idempotency-Key apart from another’s', async () => {
    const keys: (string | undefined)[] = []
    for (const user of ['ann', 'ann', 'bob']) {
      server.answers({ body: completion })
      await farebox().handleChat(fromPage({ 'idempotency-key': 'order-1' }), { user })
      keys.push(server.heard[0]?.headers['idempotency-key'] as string)
    }
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).not.toBe(keys[2])
  })

  it('says a refusal as the API said it, and tells nobody about the key', async () => {
    server.answers({
      status: 402,
      headers: { 'x-should-retry': 'false' },
      body: refusal('wallet_empty', 'Empty.', { topup_url: 'https://w' }),
    })
    const poor = await farebox().handleChat(fromPage(), { user: 'ann' })
    expect([poor.status, await poor.json()]).toEqual([402, refusal('wallet_empty', 'Empty.', { topup_url: 'https://w' })])

    server.answers({ status: 401, body: refusal('invalid_api_key', 'The API key is revoked.') })
    const broken = await farebox().handleChat(fromPage(), { user: 'ann' })
    expect(broken.status).toBe(500)
    expect(await broken.text()).not.toContain('revoked')
  })

  it('sends what the server prepared', async () => {
    server.answers({ body: completion })
    await farebox().handleChat(fromPage(), { user: 'ann', prepare: ({ messages }) => ({ messages, model: 'o1-mini', max_tokens: 10 }) })
    expect(JSON.parse(server.heard[0]?.body ?? '')).toEqual({ messages: asked.messages, model: 'o1-mini', max_tokens: 10 })
  })

  it('streams straight through, and hangs up when the page does', async () => {
    let hungUp: Promise<unknown> | undefined
    const slow = (response: ServerResponse) => {
      hungUp = new Promise((resolve) => response.once('close', resolve))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"choices":[{"delta":{"content":"One"}}]}\n\n')
    }
    server.answers(slow, slow)
    const page = new AbortController()
    const request = fromPage({}, { body: JSON.stringify({ ...asked, stream: true }), signal: page.signal })
    const reader = (await farebox().handleChat(request, { user: 'ann' })).body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('One')
    page.abort()
    await hungUp

    // By leaving the stream, too.
    const left = await farebox().handleChat(fromPage(), { user: 'ann' })
    await left.body?.cancel()
    await hungUp
  })
})

describe('a webhook', () => {
  const secret = `whsec_${btoa('a secret that is long enough')}`
  const signed = (by: string, at = new Date()) => {
    const body = JSON.stringify({ id: 'evt_1', type: 'user.connected', sequence: 1, data: {} })
    const signature = new Webhook(by).sign('evt_1', at, body)
    const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`, 'webhook-signature': signature }
    return new Request('https://app.example/webhooks', { method: 'POST', body, headers })
  }

  it('is read where it is signed with one of the secrets', async () => {
    expect(await verifyWebhook(signed(secret), secret)).toMatchObject({ type: 'user.connected', sequence: 1 })
    const next = `whsec_${btoa('the secret that replaces it')}`
    expect(await verifyWebhook(signed(secret), [next, secret])).toMatchObject({ id: 'evt_1' })
  })

  it('is refused with another secret, without a signature, or an hour later', async () => {
    const other = `whsec_${btoa('the secret of somebody else')}`
    const bare = new Request('https://app.example/webhooks', { method: 'POST', body: '{}' })
    for (const request of [signed(other), bare, signed(secret, new Date(Date.now() - 3_600_000))]) {
      await expect(verifyWebhook(request, secret)).rejects.toMatchObject({ code: 'webhook_signature_wrong', status: 400 })
    }
  })
})
