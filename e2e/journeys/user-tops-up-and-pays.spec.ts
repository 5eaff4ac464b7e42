// A user tops up and pays for a call: the whole way of a dollar, from a card to a receipt.
import { expect, type Page, test } from '@playwright/test'
import OpenAI from 'openai'
import { appWebsite } from '../app-website.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { allow, anApp, expectAccessible, newestMail, payWithCard, signIn, someone, type TestApp, visitor } from '../world.ts'

// Some of these are long ways for a slow machine.
test.describe.configure({ timeout: 120_000 })

const clientOf = (app: TestApp) =>
  new OpenAI({ apiKey: app.apiKey, baseURL: `${running.gateway}/v1/users/${app.externalUserId}`, maxRetries: 0 })

const call = (app: TestApp, model = 'gpt-4o') =>
  clientOf(app).chat.completions.create({ model, max_tokens: 200, messages: [{ role: 'user', content: 'What is a fare?' }] })

async function topUp(page: Page, packageTitle: string): Promise<void> {
  await page.goto(`${running.wallet}/top-up`)
  await expectAccessible(page)
  await page.getByRole('radio', { name: new RegExp(`\\${packageTitle}\\b`) }).check()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
}

test('a user tops up, an app charges a call, and the receipt shows where the money went', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const email = someone()
  await signIn(page, running.wallet, email)
  await expect(page.getByRole('status').getByText('$0.00', { exact: true })).toBeVisible()
  await expect(page.getByText('Nothing spent yet')).toBeVisible()
  await expectAccessible(page)

  // A card that is declined costs nothing; another one pays.
  await topUp(page, '$10')
  await payWithCard(page, 'Is declined')
  await expect(page.getByText('Your card was declined. Try another card.')).toBeVisible()
  await payWithCard(page, 'Pays')
  await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page.getByRole('status').getByText('$8.50', { exact: true })).toBeVisible()

  // The app may spend up to a limit, and does.
  const app = await anApp()
  await allow(email, app, '5')
  const answer = await call(app)
  const { cost, cost_details: split }: Charged = JSON.parse(JSON.stringify(answer.usage))
  expect(cost).toMatch(/^0\.\d{8}$/)

  await page.goto(`${running.wallet}/charges`)
  await expectAccessible(page)
  await page.getByRole('link', { name: /PixelPal/ }).click()
  await expect(page.getByRole('heading', { name: 'Receipt' })).toBeVisible()
  const receipt = page.getByRole('article', { name: 'Receipt, PixelPal' })
  for (const amount of [split.provider_cost, split.markup, cost]) await expect(receipt.getByText(`$${amount}`).first()).toBeVisible()
  await expectAccessible(page)

  await page.goto(running.wallet)
  await expect(
    page
      .getByRole('status')
      .getByText(/\$8\.4\d/)
      .first(),
  ).toBeVisible()
  await expectAccessible(page)
})

test('the owner of a wallet stops all apps, lowers a limit, and disconnects one', async ({ browser }) => {
  const page = await visitor(browser)
  const email = someone()
  await signIn(page, running.wallet, email)
  await topUp(page, '$5')
  await payWithCard(page, 'Pays')
  await page.getByRole('link', { name: 'Continue' }).click()
  const app = await anApp({ name: 'Lingo', markupBps: 3_000 })
  await allow(email, app, '5')
  await call(app)

  await page.getByRole('switch', { name: 'Pause all spending' }).click()
  await expect(page.getByText('All spending is paused.')).toBeVisible()
  await expect(call(app)).rejects.toMatchObject({ status: 403, code: 'wallet_paused' })
  await page.getByRole('switch', { name: 'Pause all spending' }).click()
  await expect(page.getByText('Apps may spend again.')).toBeVisible()
  await call(app)

  await page.goto(`${running.wallet}/apps`)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Lingo' }).click()
  await expect(page.getByRole('heading', { name: 'Lingo', level: 1 })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('At most').fill('0.00001')
  await page.getByRole('button', { name: 'Save limit' }).click()
  await expect(page.getByText('The limit is changed.')).toBeVisible()
  await expect(call(app)).rejects.toMatchObject({ status: 402, code: 'spending_limit_reached' })

  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('You have disconnected Lingo.')).toBeVisible()
  await expect(call(app)).rejects.toMatchObject({ code: 'connection_revoked' })
})

test('somebody without an account buys balance for an app, and the receipt mail shows every charge', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const app = await anApp()
  const website = await appWebsite('<!doctype html><title>PixelPal</title><h1>Thank you from PixelPal</h1>')
  const started = await fetch(`${running.gateway}/v1/users/${app.externalUserId}/checkout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      package_id: 'starter',
      success_url: `${website.url}/paid`,
      cancel_url: website.url,
    }),
  })
  const { url } = await started.json()
  await page.goto(url)
  await expect(page.getByRole('heading', { name: 'AI balance for PixelPal' })).toBeVisible()
  await expect(page.getByText('$4.05')).toBeVisible()
  await expect(page.getByText('plus 15 % to PixelPal')).toBeVisible()
  await expectAccessible(page)

  const email = someone()
  await page.getByRole('button', { name: 'Pay $5.00' }).click()
  await page.getByLabel(/mail/i).fill(email)
  await payWithCard(page, 'Pays')
  await expect(page.getByRole('heading', { name: 'Thank you from PixelPal' })).toBeVisible()
  await expect(page).toHaveURL(`${website.url}/paid`)
  await call(app)

  const mail = await newestMail(email, /receipt/)
  await page.goto(mail.links.find((link) => link.includes('/receipt/')) ?? '')
  await expect(page.getByText('Spendable in PixelPal. No account is needed.')).toBeVisible()
  await expect(page.getByRole('row', { name: /PixelPal/ })).toHaveCount(1)
  await expectAccessible(page)
  await website.close()
})

test('a refused call leads somebody without an account to a page where it can be paid for', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const app = await anApp()
  const named = { method: 'PUT', headers: { authorization: `Bearer ${app.apiKey}` } }
  expect((await fetch(`${running.gateway}/v1/users/${app.externalUserId}`, named)).ok).toBe(true)
  const refusal: { code: string; error: { metadata: { topup_url: string } } } = await call(app).catch((thrown) => thrown)
  expect(refusal.code).toBe('wallet_empty')

  await page.goto(refusal.error.metadata.topup_url)
  await expect(page.getByRole('heading', { name: 'AI balance for PixelPal' })).toBeVisible()
  await expect(page.getByText('plus 15 % to PixelPal')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await page.getByLabel(/mail/i).fill(someone())
  await payWithCard(page, 'Pays')
  await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to PixelPal' }).click()
  await expect(page.getByText('Your balance is there')).toBeVisible()
  await call(app)
})

type Charged = { cost: string; cost_details: { provider_cost: string; markup: string } }
