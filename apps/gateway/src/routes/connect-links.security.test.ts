// A connect link spends nothing until the app says whose browser came back. Each attack first shows the honest way, then fails without
// its one honest ingredient.
import { allowByLink, createConnectLink, findConnectLink } from '@farebox/billing/connect-links'
import { dollars, makeApp, makeKey, payIn, topUp, type WorldApp, type WorldKey, walletTotals } from '@farebox/billing/testing'
import { newId } from '@farebox/db'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startGateway, type TestGateway } from '../testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
let key: WorldKey
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
  await gateway.database.appOrigin.create({ data: { appId: app.appId, origin: 'https://pixelpal.example' } })
  key = await makeKey(gateway.database, app, { requestsPerMinute: 10_000 })
})
afterAll(() => gateway.stop())

const redirect_uri = 'https://pixelpal.example/connected?from=farebox'
const choice = { limit: '5', period: 'month' as const, callLimit: '0.50', models: [], expiresInDays: null }

async function post(path: string, body: object, secret = key.secret) {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
  const reply = await fetch(`${gateway.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: reply.status, body: await reply.json() }
}

const linkFor = (user: string, changes: object = {}, secret = key.secret) =>
  post(`/v1/users/${user}/connect-link`, { redirect_uri, label: `${user}@pixelpal.example`, ...changes }, secret)
const confirm = (user: string, code: string, secret = key.secret) => post(`/v1/users/${user}/connect-link/confirm`, { code }, secret)

/** A person with money of their own, who knows nothing of the app. */
async function person(credit = '10') {
  const [userId, walletId] = [newId(), newId()]
  await gateway.database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
  await gateway.database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  await payIn(gateway.database, { walletId, creditMicrocents: dollars(credit) })
  return { userId, walletId }
}

/** Opens the link, reads the page, and allows it: where the browser is sent. */
async function allow(url: string, { userId }: { userId: string }): Promise<URL> {
  const token = new URL(url).pathname.split('/').at(-1) ?? ''
  expect((await findConnectLink(gateway.database, token, new Date())).returnsTo).toBe('https://pixelpal.example')
  return new URL(
    await allowByLink(gateway.database, { token, userId, choice, shown: { markupBps: 1_500, ip: '192.0.2.1' }, now: new Date() }),
  )
}
const codeIn = (address: URL) => address.searchParams.get('code') ?? ''
const call = (user: string) => ask(gateway, { secret: key.secret, user, model: 'gpt-4o-mini' })
const available = async (walletId: string) => (await walletTotals(gateway.database, walletId)).available

describe('a connect link', () => {
  it('forwarded to somebody else does not make them pay: the app does not confirm, and nothing can be spent', async () => {
    const bob = await person()
    const { body: link } = await linkFor('ann')
    const back = await allow(link.url, bob)
    expect(back.href).toMatch(/^https:\/\/pixelpal\.example\/connected\?from=farebox&code=[\w-]{32}$/)

    // Bob’s browser is signed in to the app as bob, or not at all: the app confirms nothing for ann, and for bob it is refused.
    expect(await confirm('bob', codeIn(back))).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    expect((await call('ann')).json.error.code).toBe('user_not_found')
    expect(await gateway.database.connection.count({ where: { walletId: bob.walletId } })).toBe(0)
    expect(await available(bob.walletId)).toBe(dollars('10'))

    // The one honest ingredient: the app says that this browser is ann’s.
    expect(await confirm('ann', codeIn(back))).toMatchObject({
      status: 200,
      body: { id: 'ann', wallet: 'connected', available: '5.00000000' },
    })
    expect((await call('ann')).status).toBe(200)
    expect(await available(bob.walletId)).toBeLessThan(dollars('10'))
  })

  it('of a user with an unclaimed wallet goes on being paid from that until it is confirmed; then what was in it is the person’s', async () => {
    const ann = await person('1')
    await fetch(`${gateway.url}/v1/users/carol`, { method: 'PUT', headers: { authorization: `Bearer ${key.secret}` } })
    const { walletId } = await gateway.database.externalUser.findFirstOrThrow({ where: { externalUserId: 'carol' } })
    await topUp(gateway.database, walletId, dollars('4'))
    const back = await allow((await linkFor('carol')).body.url, ann)
    expect((await call('carol')).status).toBe(200)
    expect(await available(ann.walletId)).toBe(dollars('1'))
    const left = await available(walletId)
    expect((await confirm('carol', codeIn(back))).status).toBe(200)
    expect([await available(walletId), await available(ann.walletId)]).toEqual([0n, left + dollars('1')])
    expect((await call('carol')).status).toBe(200)
    expect(await available(ann.walletId)).toBeLessThan(left + dollars('1'))
  })

  it('is opened and decided once; its code is confirmed once', async () => {
    const [ann, bob] = [await person(), await person()]
    const { url } = (await linkFor('dora')).body
    const back = await allow(url, ann)
    await expect(allow(url, bob)).rejects.toMatchObject({ code: 'connect_expired' })
    const answers = await Promise.all([1, 2, 3].map(() => confirm('dora', codeIn(back))))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  })

  it('does not open after ten minutes, nor its code another ten after the decision', async () => {
    const ann = await person()
    const { url, expires_at } = (await linkFor('eve')).body
    const token = new URL(url).pathname.split('/').at(-1) ?? ''
    expect(new Date(expires_at).getTime()).toBeLessThanOrEqual(Date.now() + 600_000)
    await expect(findConnectLink(gateway.database, token, new Date(expires_at))).rejects.toMatchObject({ code: 'connect_expired' })
    const back = await allow(url, ann)
    await gateway.database.connectLink.updateMany({ where: { externalUserId: 'eve' }, data: { codeExpiresAt: new Date() } })
    expect((await confirm('eve', codeIn(back))).status).toBe(404)
  })

  it('belongs to one app and mode: another app’s key, or the sandbox key, confirms nothing', async () => {
    const ann = await person()
    const other = await makeKey(gateway.database, await makeApp(gateway.database, { name: 'Elsewhere' }))
    const sandbox = await makeKey(gateway.database, app, { mode: 'sandbox' })
    const code = codeIn(await allow((await linkFor('fred')).body.url, ann))
    for (const { secret } of [other, sandbox]) expect((await confirm('fred', code, secret)).status).toBe(404)
    expect((await confirm('fred', code)).status).toBe(200)
  })

  it('leads back to the app only: registered addresses and websites, letter for letter', async () => {
    const { appId } = app
    await gateway.database.oAuthClient.create({
      data: { id: newId(), appId, mode: 'live', kind: 'public', clientId: newId(), redirectUris: ['https://pal.example/back'] },
    })
    for (const good of ['https://pixelpal.example/x', 'https://pal.example/back']) {
      expect((await linkFor('gus', { redirect_uri: good })).status).toBe(201)
    }
    const wrong = [
      ...[
        'https://pixelpal.example.evil.example/',
        'https://pal.example/other',
        'https://pixelpal.example@evil.example/',
        'http://pixelpal.example/',
      ],
      ...['javascript:alert(1)', 'https://pixelpal.example/#here', '//pixelpal.example', 'http://localhost.evil.example/', ''],
    ]
    for (const redirect_uri of wrong) {
      const answer = await linkFor('gus', { redirect_uri })
      expect([answer.status, answer.body.error?.param], redirect_uri).toEqual([400, 'redirect_uri'])
    }
  })

  it('leads to pages of this computer in development and in the sandbox only', async () => {
    const link = { ...{ appId: app.appId, mode: 'live' as const, externalUserId: 'gus', label: 'gus', walletUrl: '' }, now: new Date() }
    const redirectUri = 'http://localhost:3000/back'
    await createConnectLink(gateway.database, { ...link, redirectUri, isDevelopment: true })
    await createConnectLink(gateway.database, { ...link, redirectUri, mode: 'sandbox', isDevelopment: false })
    const refused = createConnectLink(gateway.database, { ...link, redirectUri, isDevelopment: false })
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request', param: 'redirect_uri' })
  })

  it('says for whom one pays: a label that hides something is refused, and so is a suggestion out of bounds', async () => {
    expect((await linkFor('hal', { label: ' Hal, Größe 12 ', suggested_limit: 2 })).status).toBe(201)
    for (const label of ['', '   ', 'a\u202eb', 'two\nlines', 'x'.repeat(81)]) expect((await linkFor('hal', { label })).status).toBe(400)
    for (const suggested_limit of [0, -1, 100.01]) expect((await linkFor('hal', { suggested_limit })).status).toBe(400)
  })

  it('of a suspended app opens no page and confirms nothing', async () => {
    const ann = await person()
    const suspended = await makeApp(gateway.database, { name: 'Gone' })
    await gateway.database.appOrigin.create({ data: { appId: suspended.appId, origin: 'https://pixelpal.example' } })
    const { secret } = await makeKey(gateway.database, suspended)
    const [first, second] = [(await linkFor('ida', {}, secret)).body, (await linkFor('ida', {}, secret)).body]
    const code = codeIn(await allow(first.url, ann))
    await gateway.database.app.update({ where: { id: suspended.appId }, data: { status: 'suspended' } })
    await expect(allow(second.url, ann)).rejects.toMatchObject({ code: 'app_suspended' })
    expect((await confirm('ida', code, secret)).body.error.code).toBe('app_suspended')
  })

  it('read at one price and confirmed at a higher one is charged the price that was read', async () => {
    const ann = await person()
    const code = codeIn(await allow((await linkFor('jo')).body.url, ann))
    await gateway.database.app.update({ where: { id: app.appId }, data: { markupBps: 9_000 } })
    await confirm('jo', code)
    await call('jo')
    const charge = await gateway.database.charge.findFirstOrThrow({ where: { walletId: ann.walletId } })
    expect(charge.markupBps).toBe(1_500)
    await gateway.database.app.update({ where: { id: app.appId }, data: { markupBps: 1_500 } })
  })
})
