// In Chromium: an app on another origin, its user's limit, and what happens when it is reached.
import { expect, type Page, test } from '@playwright/test'
import { setConnectionStatus } from '../../packages/billing/src/connections/change-connection.ts'
import { publicId } from '../../packages/db/src/index.ts'
import { microcents, toDollars } from '../../packages/money/src/index.ts'
import { database, payWithCard, visitor } from '../world.ts'
import { allowUpTo, aPerson, connect } from './people.ts'
import { expectNoSheet, expectSheet, focused, placeOf, pressInSheet, toldAloud } from './sheet.ts'
import { aWebsite, type Website } from './website.ts'

declare global {
  /** What the page keeps for its test. */
  var answers: number
  var isStopped: boolean
}

test.describe.configure({ timeout: 120_000 })

let website: Website
test.beforeAll(async () => {
  website = await aWebsite()
})
test.afterAll(() => website.stop())

test('S25: Chromium, strict content security policy, no third-party cookies: a call nobody clicked for asks for a click, signs in and answers', async ({
  browser,
}) => {
  const { page } = await aPerson(browser)
  await refuseThirdPartyCookies(page)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${website.url}/at-once`)

  await expectSheet(page, 'Continue with Farebox')
  const opened = page.waitForEvent('popup')
  await pressInSheet(page, 'Continue')
  await allowUpTo(await opened, '5')
  expect(await page.evaluate('told')).toMatch(/\w/)
  expect(complaints).toEqual([])
  // No token is in the storage that is read with a line, and no address has a code in it.
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('ut-farebox-')
  expect(page.url()).toBe(`${website.url}/at-once`)
})

test('Chromium: spent to the limit, the sheet asks, the wallet raises it, the same call goes on and is paid once; revoked, a stream ends', async ({
  browser,
}) => {
  const { page, walletId, userId } = await aPerson(browser)
  await page.goto(`${website.url}/strict`)
  await connect(page, '0.01')
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard, answers: 0, isStopped: false })
    for (const name of ['limit', 'charge', 'revoked'] as const) farebox.on(name, () => void heard.push(name))
  })
  // An app that goes on asking until it is told to stop.
  const asking = page.evaluate(async () => {
    for (; !isStopped; answers += 1) await farebox.ai.chat('What is a fare?', { model: 'gpt-4o', max_tokens: 300 })
  })

  await expectSheet(page, 'PixelPal reached the limit you set ($0.01).')
  expect(await toldAloud(page)).toEqual(expect.arrayContaining(['button: Raise to $1', 'button: Top up', 'button: Not now']))
  const before = await page.evaluate(() => farebox.usage())
  expect(before).toMatchObject({ limit: '0.01000000', period: 'month', balance: 'low' })
  const answersBefore = await page.evaluate<number>('answers')

  const opened = page.waitForEvent('popup')
  await pressInSheet(page, 'Raise to $1')
  const wallet = await opened
  await expect(wallet.getByRole('heading', { name: 'Let PixelPal spend more?' })).toBeVisible()
  await wallet.waitForTimeout(400)
  await page.evaluate('isStopped = true')
  await wallet.getByRole('button', { name: 'Raise the limit' }).click()
  await asking
  expect(await page.evaluate<number>('answers')).toBe(answersBefore + 1)
  await expectNoSheet(page)
  expect((await page.evaluate(() => farebox.usage())).limit).toBe('1.00000000')
  expect(await database().charge.count({ where: { walletId } })).toBe(answersBefore + 1)

  // A stream that would go on for a minute, and its user who has seen enough.
  const words = page.evaluate(async () => {
    let last: unknown
    for await (const { text, charge } of await farebox.ai.chat('stand-in: every=50 tokens=1000', { stream: true, max_tokens: 1_000 })) {
      if (text) Object.assign(window, { isWriting: true })
      last = charge
    }
    return last
  })
  await expect.poll(() => page.evaluate('window.isWriting')).toBe(true)
  const own = { walletId, userId, appId: publicId('app', website.appId), now: new Date() }
  await setConnectionStatus(database(), own, 'revoked')
  const told = await words
  const stopped = await database().charge.findFirstOrThrow({ where: { walletId }, orderBy: { id: 'desc' } })
  expect(stopped).toMatchObject({ stopped: 'connection_revoked' })
  const total = toDollars(microcents(stopped.baseMicrocents + stopped.markupMicrocents))
  expect(told).toEqual({ id: publicId('charge', stopped.id), total })
  // Something, and less than the whole answer would have been.
  expect(total).toMatch(/^0\.000[0-5]/)
  expect(total).not.toBe('0.00000000')
  expect(await page.evaluate<string[]>('heard')).toEqual(expect.arrayContaining(['limit', 'charge', 'revoked']))
  expect(await page.evaluate(() => farebox.auth.isSignedIn())).toBe(false)
})

test('Chromium: an empty wallet is topped up at Stripe in the window of the sheet, and the same call goes on', async ({ browser }) => {
  const { page, walletId } = await aPerson(browser, { hasPaid: false })
  await page.goto(website.url)
  await connect(page)
  const answer = page.evaluate(async () => (await farebox.ai.chat('What is a fare?')).charge.id)
  await expectSheet(page, 'Your balance is used up.')
  const opened = page.waitForEvent('popup')
  await pressInSheet(page, 'Top up')
  const wallet = await opened
  await wallet.getByRole('radio', { name: /\$5\b/ }).check()
  await wallet.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(wallet, 'Pays')
  await wallet.getByRole('link', { name: 'Continue' }).click()
  expect(await answer).toMatch(/^ch_/)
  await expectNoSheet(page)
  expect(await database().charge.count({ where: { walletId } })).toBe(1)
})

test('Chromium, a phone: the sheet lies at the bottom, keeps the keyboard, means “not now” by Escape, and shows names as text', async ({
  browser,
}) => {
  const trap = await aWebsite('Pixel<img src=x onerror=alert(1)>')
  const page = await visitor(browser)
  await page.setViewportSize({ width: 360, height: 640 })
  const alerts: string[] = []
  page.on('dialog', (dialog) => void alerts.push(dialog.message()))
  await page.goto(`${trap.url}/at-once`)
  await expectSheet(page, 'Continue with Farebox')
  expect(await placeOf(page, 'dialog')).toMatchObject({ left: 0, right: 360, bottom: 640 })
  expect(await focused(page)).toBe('Continue')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Not now')
  await page.keyboard.press('Escape')
  expect(await page.evaluate('told.catch(({ code }) => code)')).toBe('sign_in_cancelled')
  await expectNoSheet(page)
  expect(alerts).toEqual([])
  trap.stop()
})

async function refuseThirdPartyCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true })
}
