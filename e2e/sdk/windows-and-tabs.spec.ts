// In Chromium: the windows in which people sign in and raise limits, where a browser or a website does not let them be, and the tabs
// of one website that share one sign-in.
import { expect, type Page, test } from '@playwright/test'
import { endGrant } from '../../packages/auth/src/oauth/oauth-state.ts'
import { running } from '../env.ts'
import { database } from '../world.ts'
import { allowUpTo, aPerson, connect } from './people.ts'
import { expectNoSheet, expectSheet, pressInSheet } from './sheet.ts'
import { aWebsite, type Website } from './website.ts'

test.describe.configure({ timeout: 120_000 })

let website: Website
let another: Website
test.beforeAll(async () => {
  website = await aWebsite()
  another = await aWebsite('LingoPal')
})
test.afterAll(() => {
  website.stop()
  another.stop()
})

/** What became of a call, as an app would see it. */
const outcome = (page: Page) =>
  page.evaluate(() =>
    farebox.ai.chat('What is a fare?').then(
      ({ text }) => ({ text: text.length > 0 }),
      ({ code, charged }) => ({ code, charged }),
    ),
  )

test('Chromium: a blocked popup becomes this tab, and back at the same place; a closed one is asked about', async ({ browser }) => {
  const { page } = await aPerson(browser)
  const place = `${website.url}/?view=2#there`
  await page.goto(place)
  await page.evaluate(() => {
    window.open = () => null
    void farebox.auth.signIn()
  })
  await allowUpTo(page, '5')
  await expect(page).toHaveURL(place)
  await expect.poll(() => page.evaluate(() => farebox.user())).toMatchObject({ id: expect.any(String) })
  expect(await outcome(page)).toEqual({ text: true })

  await page.evaluate(() => farebox.signOut())
  const closing = async () => {
    const opened = page.waitForEvent('popup')
    const asked = page.evaluate(() =>
      farebox.signIn().then(
        ({ id }) => id,
        ({ code, charged }) => ({ code, charged }),
      ),
    )
    await (await opened).close()
    return asked
  }
  // Windows that would be done before they can be closed.
  await page.context().route('**/oauth/authorize*', () => undefined)
  const declined = closing()
  await expectSheet(page, 'Was the window closed?')
  await pressInSheet(page, 'Not now')
  expect(await declined).toEqual({ code: 'sign_in_cancelled', charged: false })

  const continued = closing().catch(() => undefined)
  await expectSheet(page, 'Was the window closed?')
  await page.context().unroute('**/oauth/authorize*')
  await pressInSheet(page, 'Continue in this tab')
  // Allowed before, and nothing changed: nobody is asked anything.
  await expect.poll(() => page.evaluate(() => farebox.auth.isSignedIn()).catch(() => false)).toBe(true)
  await continued
  await expect(page).toHaveURL(place)
})

test('Chromium, a website that isolates itself (COOP, COEP): signs in and raises its limit all the same', async ({ browser }) => {
  const { page, walletId } = await aPerson(browser)
  await page.goto(`${website.url}/isolated`)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
  expect(await connect(page)).toMatch(/^[\w-]{32}$/)
  await expectNoSheet(page)
  expect(await outcome(page)).toEqual({ text: true })

  await database().connection.updateMany({ where: { walletId }, data: { limitMicrocents: 1n } })
  const answered = outcome(page)
  await expectSheet(page, /^PixelPal reached the limit you set/)
  const opened = page.waitForEvent('popup')
  await pressInSheet(page, 'Raise to $1')
  const wallet = await opened
  await expect(wallet.getByRole('heading', { name: 'Let PixelPal spend more?' })).toBeVisible()
  await wallet.waitForTimeout(400)
  await wallet.getByRole('button', { name: 'Raise the limit' }).click()
  // Nobody can be told from there: so it says so, and the person tells the app.
  await expect(wallet.getByRole('heading', { name: 'Done. Go on in PixelPal.' })).toBeVisible()
  await pressInSheet(page, 'I am done')
  expect(await answered).toEqual({ text: true })
})

test('S23: Chromium, a second app asks for consent only, and then for nothing; two tabs share a sign-in, its end, and no refresh token twice', async ({
  browser,
}) => {
  const { page, walletId } = await aPerson(browser)
  await page.goto(website.url)
  const first = await connect(page)
  await page.goto(another.url)
  const second = await connect(page)
  expect(second).not.toBe(first)

  const opened = page.waitForEvent('popup')
  await page.evaluate(() => farebox.signOut())
  const silent = page.evaluate(() => farebox.signIn({ prompt: 'none' }))
  await opened
  expect(await silent).toEqual({ id: second })

  // Both tabs need a token at the same moment, and again after theirs ended before its time.
  const tab = await page.context().newPage()
  await Promise.all([page.goto(another.url), tab.goto(another.url)])
  const tabs = [page, tab]
  const refreshes: string[] = []
  for (const each of tabs) each.on('request', (request) => request.url().endsWith('/oauth/token') && refreshes.push(request.url()))
  expect(await Promise.all(tabs.map(outcome))).toEqual([{ text: true }, { text: true }])
  const ofConnection = { connectionId: (await connectionOf(walletId, another)).id }
  await database().oAuthState.deleteMany({ where: { kind: 'AccessToken', ...ofConnection } })
  expect(await Promise.all(tabs.map(outcome))).toEqual([{ text: true }, { text: true }])
  expect(refreshes).toHaveLength(4)

  await page.context().setOffline(true)
  expect(await outcome(page)).toEqual({ code: 'offline', charged: false })
  await page.context().setOffline(false)

  // Taken back with everything that was issued: said once to each tab, and nobody is signed in.
  for (const each of tabs) await each.evaluate(() => farebox.on('revoked', () => Object.assign(window, { isRevoked: true })))
  for (const each of tabs) await each.evaluate(() => farebox.on('signedOut', () => Object.assign(window, { isSignedOut: true })))
  const { grantId } = await database().oAuthState.findFirstOrThrow({ where: { kind: 'AccessToken', ...ofConnection } })
  await endGrant(database(), grantId ?? '')
  expect(await outcome(page)).toMatchObject({ code: 'token_expired', charged: false })
  expect(await page.evaluate('isRevoked')).toBe(true)
  await expect.poll(() => tab.evaluate('window.isSignedOut')).toBe(true)
  expect(await tab.evaluate(() => farebox.user())).toBeUndefined()
})

test('the wallet’s windows speak to registered websites only, are framed by nobody, and nothing else of the wallet shares a window', async ({
  request,
}) => {
  const ask = (page: string, origin: string) => {
    const query = new URLSearchParams({ client_id: website.clientId, origin, state: 'mine', done: '1' })
    return request.get(`${running.wallet}${page}?${query}`, { maxRedirects: 0 })
  }
  const told = await ask('/connect/done', website.url)
  expect(await told.text()).toContain(`"targetOrigin":"${website.url}"`)
  for (const page of ['/connect/done', '/connect/top-up', '/connect/limit']) {
    const refused = await ask(page, 'https://attacker.example')
    expect({ page, to: refused.headers().location }).toEqual({ page, to: expect.stringContaining('/connect/problem?code=website_unknown') })
    const { 'x-frame-options': framing, 'content-security-policy': policy } = (await ask(page, website.url)).headers()
    expect({ page, framing, policy }).toEqual({
      page,
      framing: expect.stringContaining('DENY'),
      policy: expect.stringContaining("frame-ancestors 'none'"),
    })
  }
  expect(told.headers()['cross-origin-opener-policy']).toBe('unsafe-none')
  const home = await request.get(`${running.wallet}/`, { maxRedirects: 0 })
  expect(home.headers()['cross-origin-opener-policy']).toBe('same-origin-allow-popups')
})

const connectionOf = (walletId: string, { appId }: Website) => database().connection.findFirstOrThrow({ where: { walletId, appId } })
