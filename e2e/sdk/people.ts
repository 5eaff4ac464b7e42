// People with a wallet, and what they do in the windows an app opens.
import { type Browser, expect, type Page } from '@playwright/test'
import { running } from '../env.ts'
import { walletBuys } from '../pay-at-stripe.ts'
import { database, signIn, someone, visitor } from '../world.ts'

export type Person = { page: Page; email: string; userId: string; walletId: string }

/** Signed in to their wallet, in a browser of their own, with five dollars paid at Stripe. */
export async function aPerson(browser: Browser, { hasPaid = true } = {}): Promise<Person> {
  const page = await visitor(browser)
  const email = someone()
  await signIn(page, running.wallet, email)
  const { id: userId } = await database().user.findUniqueOrThrow({ where: { email } })
  const { id: walletId } = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId } } })
  if (hasPaid) await walletBuys(database(), walletId, 'starter')
  return { page, email, userId, walletId }
}

/** On the wallet's consent page: up to so much a month. */
export async function allowUpTo(consent: Page, dollars: string): Promise<void> {
  await expect(consent.getByRole('heading', { name: /wants to use AI on your balance/ })).toBeVisible()
  await consent.getByText('Other', { exact: true }).click()
  await consent.getByLabel('Other amount, in dollars').fill(dollars)
  // Its buttons sleep for a third of a second.
  await consent.waitForTimeout(400)
  await consent.getByRole('button', { name: 'Allow', exact: true }).click()
}

/** Asks to sign in, in a click as far as the browser can tell, and allows it in the window that opens. */
export async function connect(page: Page, dollars = '5'): Promise<string> {
  const opened = page.waitForEvent('popup')
  const user = page.evaluate(() => farebox.auth.signIn())
  const popup = await opened
  await allowUpTo(popup, dollars)
  return (await user).id
}
