// A world of one's own for each test: people who sign in by mail, and apps with keys, made by the same use cases as everybody's.
import { randomInt, randomUUID } from 'node:crypto'
import { type Browser, expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { connectWallet } from '../packages/billing/src/connections/connect-wallet.ts'
import { makeApp, makeKey } from '../packages/billing/src/testing/world.ts'
import { connectDatabase, type Database } from '../packages/db/src/index.ts'
import { parseDollars } from '../packages/money/src/index.ts'
import { running } from './env.ts'
import { desk, type Look, phone } from './looks.ts'

export type Mail = { subject: string; text: string; links: string[] }
export type TestApp = { appId: string; organizationId: string; apiKey: string; externalUserId: string }

export const someone = () => `${randomUUID()}@example.com`

let opened: Database | undefined

export function database(): Database {
  opened ??= connectDatabase(running.databaseUrl, { connectionsMax: 2 })
  return opened
}

/** A person with a browser of their own. Each comes from their own network, since sign-in mails are counted by network. */
export async function visitor(browser: Browser, look: Look = desk): Promise<Page> {
  const network = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
  const context = await browser.newContext({ ...look, extraHTTPHeaders: { 'x-forwarded-for': network } })
  return context.newPage()
}

/** Signs in with the code of the mail, as people do, and arrives at `returnTo`. */
export async function signIn(
  page: Page,
  website: string,
  email: string,
  returnTo = '/',
  arrivesAt: RegExp | string = `${website}${returnTo}`,
): Promise<void> {
  await page.goto(`${website}/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
  await page.getByLabel('Mail address').fill(email)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Six-digit code')).toBeVisible()
  // By its subject: other mails may be on their way to the same person.
  const { text } = await newestMail(email, /^Sign in to /)
  await page.getByLabel('Six-digit code').fill(/\b\d{3} \d{3}\b/.exec(text)?.[0] ?? '')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(arrivesAt)
}

/** The newest mail to an address whose subject fits. Waits for it. */
export async function newestMail(email: string, subject: RegExp): Promise<Mail> {
  const read = async (): Promise<Mail | undefined> => {
    const answer = await fetch(`${running.mailbox}/mails?to=${encodeURIComponent(email)}&wait_ms=5000`)
    const { mails }: { mails: Mail[] } = await answer.json()
    return mails.find((mail) => subject.test(mail.subject))
  }
  await expect.poll(read, { timeout: 15_000, message: `a mail to ${email}` }).toBeTruthy()
  const mail = await read()
  if (!mail) throw new Error(`no mail to ${email}`)
  return mail
}

/** An app with a live key that bills its users. */
export async function anApp({ name = 'PixelPal', markupBps = 1_500 } = {}): Promise<TestApp> {
  const app = await makeApp(database(), { name, markupBps })
  const { secret } = await makeKey(database(), app)
  return { appId: app.appId, organizationId: app.organizationId, apiKey: secret, externalUserId: `user_${randomInt(1_000_000)}` }
}

/** The signed-in owner of this mail address allows an app, within a limit a month. Their wallet must have been looked at. */
export async function allow(email: string, app: TestApp, limit: string): Promise<void> {
  const user = await database().user.findUniqueOrThrow({ where: { email } })
  const wallet = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId: user.id } } })
  await connectWallet(database(), {
    ...{ userId: user.id, walletId: wallet.id, mode: 'live', appId: app.appId, externalUserId: app.externalUserId },
    ...{ limitMicrocents: parseDollars(limit), limitPeriod: 'month', now: new Date() },
  })
}

/** Examines a page as it is, and then in the other look, in which nobody walks this journey. Leaves it as it was. */
export async function expectAccessible(page: Page): Promise<void> {
  const [own, other] = (page.viewportSize()?.width ?? 0) < 640 ? [phone, desk] : [desk, phone]
  await expectNoFindings(page)
  // What fingers need is larger. A page of a phone keeps its fingers on the larger screen, as on a tablet.
  const finger = other.hasTouch ? await page.context().newCDPSession(page) : undefined
  await finger?.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  await putOn(page, other)
  await expectNoFindings(page)
  await finger?.detach()
  await putOn(page, own)
}

declare global {
  interface Window {
    axe?: typeof axe
  }
}

/**
 * No finding of axe, and nothing wider than the screen. Left out: the empty elements with which an open sheet or menu turns the
 * keyboard's focus back into itself. They take focus for no longer than that, and axe sees them also while a sheet is closing.
 */
async function expectNoFindings(page: Page): Promise<void> {
  // Of a page one was led to, it follows the content.
  await expect(page).toHaveTitle(/\S/)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const width = page.viewportSize()?.width ?? 0
  const seen = await page.evaluate(async (screenWidth) => {
    const results = await window.axe?.run({ exclude: ['[data-base-ui-focus-guard]'] }, { resultTypes: ['violations'] })
    const findings = results?.violations.map(({ id, nodes }) => ({ id, target: nodes[0]?.target }))
    // Not the window's inner width, which on a phone grows with what is too wide.
    return { findings, isTooWide: document.documentElement.scrollWidth > screenWidth }
  }, width)
  expect(seen, `seen at ${width} px`).toEqual({ findings: [], isTooWide: false })
}

/** Answers when the page shows it: a script of the page follows the system's theme, and what that moves may take a moment. */
async function putOn(page: Page, { viewport, colorScheme }: Look): Promise<void> {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme })
  await page.waitForFunction((theme) => {
    const shown = getComputedStyle(document.documentElement).colorScheme
    return shown === 'normal' || shown.includes(theme)
  }, colorScheme)
  await page.evaluate(async () => {
    for (const _ of ['laid out', 'drawn']) await new Promise(requestAnimationFrame)
    const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.allSettled(moving.map(({ finished }) => finished))
  })
}

/** On Stripe's page: chooses a test card by what it does, and pays. */
export async function payWithCard(page: Page, card: string): Promise<void> {
  await expect(page).toHaveURL(/\/c\/pay\/cs_test_/)
  await page.getByRole('radio', { name: new RegExp(`${card}$`) }).check()
  await page.getByRole('button', { name: /^Pay/ }).click()
}
