// In Chromium: a visitor starts without an account on the app's money, comes back as the same guest, and takes the rest along when they
// sign in.
import { expect, type Page, test } from '@playwright/test'
import { setGuestRule } from '../../packages/billing/src/guests/guest-rule.ts'
import { parseDollars } from '../../packages/money/src/index.ts'
import { running } from '../env.ts'
import { developerPaysIn } from '../pay-at-stripe.ts'
import { database, visitor } from '../world.ts'
import { allowUpTo, aPerson } from './people.ts'
import { aWebsite, type Website } from './website.ts'

test.describe.configure({ timeout: 120_000 })

let website: Website
test.beforeAll(async () => {
  website = await aWebsite('GuestPal')
  const { appId } = website
  await developerPaysIn(database(), website, { kind: 'grant_pool', creditDollars: '5' })
  const rule = {
    isOn: true,
    amount: parseDollars('0.0005'),
    dailyCap: parseDollars('0.001'),
    perAddressPerDay: 9,
    models: [],
    lastsDays: 7,
  }
  await setGuestRule(database(), { appId, mode: 'live', userId: appId, rule, now: new Date() })
})
test.afterAll(() => website.stop())

const chat = (page: Page, options: object = {}) =>
  page.evaluate(async (more) => {
    const answer = await farebox.ai.chat('What is a fare?', { model: 'gpt-4o-mini', max_tokens: 50, ...more })
    return { text: answer.text, total: answer.charge.total }
  }, options)
const guestOf = (id: string) => database().guest.findFirstOrThrow({ where: { externalUserId: id } })
const grantsLeft = async (walletId: string) => {
  const { _sum } = await database().lot.aggregate({ where: { walletId, kind: 'grant' }, _sum: { availableMicrocents: true } })
  return _sum.availableMicrocents ?? 0n
}

test('S22: Chromium: from a guest to a full wallet, and nothing is lost', async ({ browser }) => {
  const { page, walletId } = await aPerson(browser)
  await page.goto(`${website.url}/strict`)
  const guest = await page.evaluate(() => farebox.auth.guest())
  expect(guest).toEqual({ id: expect.stringMatching(/^guest_/), isGuest: true })
  expect(await page.evaluate(() => farebox.auth.isSignedIn())).toBe(false)
  const first = await chat(page)
  expect(first.text).not.toBe('')

  // Back on the page: the same guest, by what this website keeps, and the same grant. No token is kept.
  await page.reload()
  expect(await page.evaluate(() => farebox.auth.user())).toEqual(guest)
  expect(await page.evaluate(() => farebox.auth.guest())).toEqual(guest)
  await chat(page)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('gt-farebox-')
  const { walletId: guestWallet } = await guestOf(guest.id)
  const left = await grantsLeft(guestWallet)
  expect(left).toBeGreaterThan(0n)

  // More than the gift can pay: the SDK asks to sign in, and the same call goes on, paid by the person.
  const opened = page.waitForEvent('popup')
  const asked = chat(page, { model: 'gpt-4o' })
  await allowUpTo(await opened, '5')
  expect((await asked).text).not.toBe('')
  expect(await page.evaluate(() => farebox.auth.isSignedIn())).toBe(true)
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':guest')))).toEqual([])
  expect(await grantsLeft(guestWallet)).toBe(0n)
  const [moved] = await database().lot.findMany({ where: { walletId, kind: 'grant' } })
  expect(moved).toMatchObject({ appId: website.appId, originalMicrocents: left })
  const name = await database().externalUser.findFirstOrThrow({ where: { externalUserId: guest.id } })
  expect(name.walletId).toBe(walletId)

  // In the wallet: what they did as a guest is theirs to see.
  await page.goto(`${running.wallet}/charges`)
  await expect(page.getByText('GuestPal').first()).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(4)
})

test('Chromium: when the day’s money is used up, a visitor is told so and may sign in', async ({ browser }) => {
  const refusal = (page: Page) =>
    page.evaluate(() =>
      farebox.auth.guest().then(
        () => 'let in',
        (failure) => failure.code as string,
      ),
    )
  const said: string[] = []
  for (let visits = 0; visits < 3; visits += 1) {
    const page = await visitor(browser)
    await page.goto(website.url)
    said.push(await refusal(page))
  }
  expect(said.at(-1)).toBe('guest_pool_spent')
  expect(said.filter((word) => word === 'let in').length).toBeLessThanOrEqual(2)
})
