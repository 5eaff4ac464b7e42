// Signing in as people do: with the code, with the link in another browser, with one click in development.
import { expect, type Page, test } from '@playwright/test'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { expectAccessible, type Mail, newestMail, someone, visitor } from '../world.ts'

async function askForMail(page: Page, email: string, returnTo = '/'): Promise<Mail> {
  await page.goto(`${running.wallet}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
  await page.getByLabel('Mail address').fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Six-digit code')).toBeVisible()
  return newestMail(email, /^Sign in to /)
}

const codeIn = ({ text }: Mail) => /\b\d{3} \d{3}\b/.exec(text)?.[0] ?? ''
const linkIn = ({ links }: Mail) => links.find((link) => link.includes('/sign-in/link')) ?? ''

async function whoIs(page: Page, app: string): Promise<string> {
  return (await page.request.get(`${app}/api/auth/session`)).text()
}

test('a new user signs in with the code, after a wrong one, and is back where they were', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const email = someone()
  const mail = await askForMail(page, email, '/?from=an-app')
  await expectAccessible(page)

  const code = codeIn(mail)
  await page.getByLabel('Six-digit code').fill(code === '000 000' ? '000001' : '000000')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This code is wrong. You have 4 more tries.')).toBeVisible()
  await expectAccessible(page)

  await page.getByLabel('Six-digit code').fill(code)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${running.wallet}/?from=an-app`)
  expect(await whoIs(page, running.wallet)).toContain(email)
})

test('a link signs in after one click, in any browser, once, and no mail program uses it up', async ({ browser }) => {
  const email = someone()
  const link = linkIn(await askForMail(await visitor(browser), email))
  await fetch(link)
  await fetch(link, { method: 'HEAD' })

  const page = await visitor(browser, phone)
  await page.goto(link)
  await expect(page.getByText(email)).toBeVisible()
  await expectAccessible(page)
  expect(await whoIs(page, running.wallet)).not.toContain(email)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${running.wallet}/`)
  expect(await whoIs(page, running.wallet)).toContain(email)

  const late = await visitor(browser)
  await late.goto(link)
  await expect(late.getByText('This link no longer works')).toBeVisible()
  await expectAccessible(late)
})

test('S19: the fourth sign-in mail in a minute is refused in words', async ({ browser }) => {
  const page = await visitor(browser)
  await askForMail(page, someone())
  for (const _ of [2, 3]) {
    await page.getByRole('button', { name: 'Send another mail' }).click()
    await expect(page.getByText('Another mail is on its way.')).toBeVisible()
    await page.reload()
  }
  await page.getByRole('button', { name: 'Send another mail' }).click()
  await expect(page.getByText(/Too many sign-in mails for this mail address\. Try again in \d+ seconds?\./)).toBeVisible()
  await expectAccessible(page)
})

test('one click signs the demo account in, to this web app only, and never leads elsewhere', async ({ browser }) => {
  const page = await visitor(browser)
  await page.goto(`${running.dashboard}/sign-in?returnTo=${encodeURIComponent('//evil.example')}`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue as dev@farebox.test' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  expect(new URL(page.url()).origin).toBe(new URL(running.dashboard).origin)
  expect(await whoIs(page, running.dashboard)).toContain('dev@farebox.test')

  const session = (await page.context().cookies()).find(({ name }) => name.endsWith('farebox-dashboard-session'))
  const stolen = { name: 'farebox-wallet-session', value: session?.value ?? '', url: running.wallet }
  await page.context().addCookies([stolen])
  expect(await whoIs(page, running.wallet)).toBe('{}')
})
