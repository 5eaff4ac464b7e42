// What other websites get out of a person who is signed in to the wallet: nothing. Each attempt first shows the honest way, then fails
// without its one honest ingredient.
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type APIResponse, expect, type Page, test } from '@playwright/test'
import { ensureOAuthClient } from '../../packages/auth/src/oauth/oauth-clients.ts'
import { createConnectLink } from '../../packages/billing/src/connect-links/create-connect-link.ts'
import { startUserCheckout } from '../../packages/billing/src/users/start-user-checkout.ts'
import { publicId } from '../../packages/db/src/index.ts'
import { running } from '../env.ts'
import { payAtStripe, returns } from '../pay-at-stripe.ts'
import { allow, anApp, database, newestMail, signIn, someone, type TestApp, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

/** Another website on this computer: to a browser 127.0.0.1 is another site than the wallet's localhost. Serves what it is asked to. */
let evil: Server
let evilUrl: string
let evilPage = ''
test.beforeAll(async () => {
  evil = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(evilPage)).listen(0, '127.0.0.1')
  await once(evil, 'listening')
  evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`
})
test.afterAll(() => void evil.close())

async function askingAddress({ appId }: TestApp): Promise<string> {
  const redirectUri = `${evilUrl}/callback`
  const client = await ensureOAuthClient(database(), { appId, mode: 'live', kind: 'public', now: new Date() })
  await database().oAuthClient.update({ where: { id: client.id }, data: { redirectUris: [redirectUri] } })
  return `${running.wallet}/oauth/authorize?${new URLSearchParams({
    ...{ client_id: client.clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid spend', state: 'here' },
    ...{ code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'), code_challenge_method: 'S256' },
  })}`
}

const userOf = (email: string) => database().user.findUniqueOrThrow({ where: { email } })
async function connectionOf(email: string, appId: string) {
  const { id: userId } = await userOf(email)
  const wallet = await database().wallet.findUnique({ where: { mode_userId: { mode: 'live', userId } } })
  return wallet ? database().connection.findUnique({ where: { appId_walletId: { appId, walletId: wallet.id } } }) : null
}

/** As a browser marks what another website made it send. */
const lures: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { origin: 'https://evil.example' },
]

type Receipt = { url: string; walletId: string }

/** A package bought with this mail address for a user of some app, who has no wallet yet; and where its receipt is. */
async function aReceipt(email: string, packageName: string): Promise<Receipt> {
  const { appId, externalUserId } = await anApp()
  const user = { appId, mode: 'live', externalUserId, packageName, isDevelopment: true } as const
  const started = await startUserCheckout(database(), { ...user, ...returns, walletUrl: running.wallet, now: new Date() })
  const { orderId: id, checkoutUrl } = started
  const { walletId } = await database().order.update({ where: { id }, data: { buyerEmail: email } })
  await payAtStripe(database(), checkoutUrl)
  const { text } = await newestMail(email, new RegExp(`^Your receipt: Farebox ${packageName}`))
  return { url: text.match(/http\S+\/receipt\/[\w-]+/)?.[0] ?? '', walletId: walletId ?? '' }
}

const claimOf = ({ walletId }: Receipt) => database().walletClaim.findUnique({ where: { walletId } })

/** A form that sends itself, as a page of another website would make the victim's browser do. */
async function luredToPost(page: Page, action: string, fields: Record<string, string>): Promise<void> {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
  evilPage = `<form method="post" action="${action}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`
  await page.goto(`${evilUrl}/lure`)
}

test('a decision comes from the wallet’s own page, or is none', async ({ browser }) => {
  const page = await visitor(browser)
  const email = someone()
  await signIn(page, running.wallet, email)
  const app = await anApp()
  await page.goto(await askingAddress(app))
  await expect(page.getByRole('heading', { name: 'PixelPal wants to use AI on your balance' })).toBeVisible()
  const asking = page.url()
  const { id: account } = await userOf(email)
  const form = { decision: 'allow', account, markupBps: '1500', limit: '5', period: 'month', callLimit: '0.50', expiresInDays: '' }

  // The same form, sent by another website in this very browser.
  await luredToPost(page, `${asking}/decide`, form)
  await expect(page.getByText('did not come from Farebox’s own page')).toBeVisible()
  expect(await connectionOf(email, app.appId)).toBeNull()
  // By a script of it, with the cookies: the browser does not send them, and would not show the answer.
  evilPage = '<title>A game</title>'
  await page.goto(`${evilUrl}/game`)
  const sent = await page.evaluate(
    ([address, body]) =>
      fetch(address ?? '', { method: 'POST', body: new URLSearchParams(body), credentials: 'include' }).then(
        () => 'read',
        () => 'blocked',
      ),
    [`${asking}/decide`, new URLSearchParams(form).toString()],
  )
  expect(sent).toBe('blocked')
  expect(await connectionOf(email, app.appId)).toBeNull()

  // A link's decision the same.
  const { appId } = app
  const link = { appId, mode: 'live' as const, externalUserId: 'ann', redirectUri: 'http://localhost:9/back', label: 'ann' }
  const { url } = await createConnectLink(database(), { ...link, isDevelopment: true, walletUrl: running.wallet, now: new Date() })
  await luredToPost(page, `${url}/decide`, form)
  await expect(page.getByText('did not come from Farebox’s own page')).toBeVisible()
  expect((await database().connectLink.findFirstOrThrow({ where: { appId } })).decidedAt).toBeNull()

  // The honest way: the page itself, in this browser. In another it is nobody's. The app's own page lures nobody.
  evilPage = '<title>Back at the app</title>'
  const other = await visitor(browser)
  await signIn(other, running.wallet, someone())
  await other.goto(asking)
  await expect(other.getByText('was made in another browser')).toBeVisible()
  await page.goto(asking)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page).toHaveURL((at) => at.href.startsWith(`${evilUrl}/callback`) && at.searchParams.has('code'))
  expect(await connectionOf(email, app.appId)).toMatchObject({ status: 'active' })
})

test('pausing, revoking and claiming are done by the wallet’s own pages only', async ({ browser }) => {
  const page = await visitor(browser)
  const email = someone()
  await signIn(page, running.wallet, email)
  const app = await anApp()
  await allow(email, app, '5')
  const address = `${running.wallet}/api/trpc/connections.setStatus`
  const turn = (status: string, headers: Record<string, string>): Promise<APIResponse> =>
    page.request.post(address, { data: { json: { appId: publicId('app', app.appId), status } }, headers })
  expect((await turn('paused', { 'sec-fetch-site': 'same-origin' })).status()).toBe(200)
  expect(await connectionOf(email, app.appId)).toMatchObject({ status: 'paused' })
  for (const headers of lures) expect((await turn('active', headers)).status()).toBe(403)
  await luredToPost(page, address, { json: '{}' })
  expect(await connectionOf(email, app.appId)).toMatchObject({ status: 'paused' })

  // What they bought without an account becomes theirs by their own decision, with the limit they chose.
  const { id: account } = await userOf(email)
  const form = { decision: 'allow', account, markupBps: '1500', limit: '5', period: 'month', callLimit: '', expiresInDays: '' }
  const claim = async ({ url }: Receipt, headers: Record<string, string>) => {
    const answer = await page.request.post(`${url}/claim/decide`, { form, headers, maxRedirects: 0 })
    return answer.headers().location ?? ''
  }
  const [honest, lured] = [await aReceipt(email, 'starter'), await aReceipt(email, 'basic')]
  expect(await claim(honest, { 'sec-fetch-site': 'same-origin' })).toMatch(new RegExp(`^${running.wallet}/?$`))
  expect(await claimOf(honest)).toMatchObject({ userId: account, proof: 'receipt' })
  for (const headers of lures) expect(await claim(lured, headers)).toMatch(/\/claim\?problem=This%20did%20not%20come/)
  expect(await claimOf(lured)).toBeNull()
})

test('no page of the wallet can be put under somebody else’s button', async ({ browser }) => {
  const page = await visitor(browser)
  await signIn(page, running.wallet, someone())
  const app = await anApp()
  await page.goto(await askingAddress(app))
  const asking = page.url()
  const pages = [
    ...['/', '/apps', '/charges', '/top-up', '/purchases', '/sign-in', '/sign-in/code', '/connect', '/connect/problem', '/connect/back'],
    ...['/connect/link/x', '/receipt/x', '/receipt/x/claim', '/checkout/x', '/top-up/for/x', new URL(asking).pathname, '/no-such-page'],
  ]
  for (const path of pages) {
    const headers = (await page.request.get(`${running.wallet}${path}`, { maxRedirects: 0 })).headers()
    const seen = { csp: headers['content-security-policy'] ?? '', frames: headers['x-frame-options'] }
    expect({ path, ...seen }).toEqual({ path, csp: expect.stringContaining("frame-ancestors 'none'"), frames: 'DENY' })
  }

  // Really framed: opened by itself it shows its buttons, in a frame of another website nothing at all.
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeVisible()
  evilPage = `<h1>Win a prize</h1><iframe title="prize" src="${asking}" width="600" height="800"></iframe>`
  await page.goto(`${evilUrl}/prize`)
  await expect(page.getByRole('heading', { name: 'Win a prize' })).toBeVisible()
  await expect(page.frameLocator('iframe').getByRole('button')).toHaveCount(0)
  expect(page.frames()[1]?.url()).not.toBe(asking)
})

test('signing in, topping up and connecting lead back to where they may, and nowhere else', async ({ browser }) => {
  const page = await visitor(browser)
  await signIn(page, running.wallet, someone(), '/apps')
  // Of the many ways to write another address, `safeReturnTo` is tested with all; here, that the pages ask it.
  for (const returnTo of ['https://evil.example/', '/\\evil.example']) {
    const other = await visitor(browser)
    await signIn(other, running.wallet, someone(), returnTo, `${running.wallet}/`)
    await other.context().close()
    for (const address of [`/connect/back?to=${encodeURIComponent(returnTo)}`, `/top-up?returnTo=${encodeURIComponent(returnTo)}`]) {
      await page.goto(`${running.wallet}${address}`)
      expect(new URL(page.url()).origin).toBe(running.wallet)
      const origins = await page
        .locator('a[href]')
        .evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).origin))
      expect(origins.filter((origin) => origin !== running.wallet)).toEqual([])
    }
  }
})

test('one network decides five times a minute; the sixth is told when to come again', async ({ browser }) => {
  const page = await visitor(browser)
  const email = someone()
  await signIn(page, running.wallet, email)
  const app = await anApp()
  await page.goto(await askingAddress(app))
  const { id: account } = await userOf(email)
  const form = { decision: 'allow', account, markupBps: '1', limit: '5' }
  const decide = async () => {
    const answer = await page.request.post(`${page.url().split('?')[0]}/decide`, {
      ...{ form, maxRedirects: 0, headers: { 'sec-fetch-site': 'same-origin' } },
    })
    return new URL(answer.headers().location ?? '').searchParams.get('problem') ?? ''
  }
  // Wrong on purpose, so that nothing is decided: a markup that is not the app's.
  for (let attempt = 1; attempt <= 5; attempt += 1) expect(await decide()).toMatch(/price changed/)
  expect(await decide()).toMatch(/^Too many decisions for this network address\. Try again in \d+ seconds?\.$/)
  expect(await connectionOf(email, app.appId)).toBeNull()
})
