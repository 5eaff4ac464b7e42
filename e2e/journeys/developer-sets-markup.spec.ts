// A developer registers an app and sets a markup: from the front page to the first microcents earned.
import { expect, type Locator, type Page, test } from '@playwright/test'
import { parseDollars } from '../../packages/money/src/index.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { expectAccessible, payWithCard, signIn, someone, visitor } from '../world.ts'

test('a developer registers an app, sets its markup, and earns it with the first call', async ({ browser }) => {
  test.slow()
  const page = await visitor(browser)
  await page.goto(running.dashboard)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Make this call now' }).click()
  await expect(page.getByText('Just charged, in the sandbox')).toBeVisible()
  await expectAccessible(page)

  await registerApp(page)

  // The effect of a markup is exact, before it is set.
  await page.getByLabel('Your markup, in %').fill('20')
  const example = page.getByRole('listitem').filter({ hasText: 'GPT-4o mini' })
  const [base, charged, earned] = await amountsIn(example)
  expect(earned).toBe((base * 20n) / 100n)
  expect(charged).toBe(base + earned)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Set 20 %' }).click()
  await expect(page.getByRole('button', { name: 'Your markup is 20 %' })).toBeDisabled()

  const { secret, curl } = await createKey(page, 'Your users')
  await page.reload()
  await expect(page.getByText(`…${secret.slice(-4)}`)).toBeVisible()
  expect(await page.content()).not.toContain(secret)
  await expectAccessible(page)

  // Without money the call is refused and costs nothing; after the user bought a package it is charged.
  const refused = await callAsPrinted(curl)
  expect(refused.status).toBe(402)
  await buyFor('user_123', secret, await visitor(browser, phone))
  const answer = await callAsPrinted(curl)
  expect(answer.status).toBe(200)
  const { cost, cost_details: split } = answer.body.usage

  await goTo(page, 'Charges')
  await page.getByRole('link', { name: /gpt-4o-mini/ }).click()
  const receipt = page.getByRole('article', { name: 'Receipt, PixelPal' })
  for (const amount of [split.provider_cost, split.markup, cost]) await expect(receipt.getByText(`$${amount}`).first()).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(receipt).toBeHidden()

  await goTo(page, 'Refused calls')
  await expect(page.getByText('wallet_empty')).toBeVisible()
  await expectAccessible(page)
  await goTo(page, 'Users')
  await expect(page.getByRole('link', { name: 'user_123' })).toBeVisible()
  await expectAccessible(page)
  await goTo(page, 'Earnings')
  await expect(page.getByText('Equal to the books, to the microcent')).toBeVisible()
  await expect(page.getByText(`$${split.markup}`).first()).toBeVisible()
  await expectAccessible(page)
  await goTo(page, 'Apps')
  await page.getByRole('link', { name: 'PixelPal', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Last 30 days' })).toBeVisible()
  await expectAccessible(page)
})

test('a developer funds the grant pool, gives a grant, and takes it back', async ({ browser }) => {
  test.slow()
  const page = await visitor(browser)
  await registerApp(page)
  await goTo(page, 'Grants')
  await expect(page.getByText('The pool is empty')).toBeVisible()
  await page.getByRole('button', { name: 'Fund pool' }).click()
  await expect(page.getByText('$20.91')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payAtTheTill(page, /^Pay \$20\.91/)
  await expect(page).toHaveURL(/\/grants\?paid=1/)
  await expect(page.getByRole('status').getByText('$20.00')).toBeVisible()

  await page.getByRole('button', { name: 'Give a grant' }).click()
  await page.getByLabel('User', { exact: true }).fill('user_123')
  await page.getByLabel('Amount').fill('0.50')
  await page.getByRole('dialog').getByLabel('Description').fill('Welcome')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Give grant' }).click()
  await expect(page.getByText('user_123 can spend it now.')).toBeVisible()
  await expect(page.getByRole('status').getByText('$19.50')).toBeVisible()
  await expectAccessible(page)

  // A note that the pointer rests on stays; on a phone it lies over the end of the page.
  await page.mouse.move(0, 0)
  await expect(page.getByText('user_123 can spend it now.')).toBeHidden()
  await page.getByRole('button', { name: 'Take back the grant of user_123' }).click()
  await page.getByRole('button', { name: 'Take back', exact: true }).click()
  await expect(page.getByRole('status').getByText('$20.00')).toBeVisible()
  await expect(page.getByText('Returned')).toBeVisible()
})

test('a developer puts money on the balance, pays a call with it, and earns nothing from it', async ({ browser }) => {
  test.slow()
  const page = await visitor(browser)
  await registerApp(page)
  await goTo(page, 'Balance')
  await page.getByRole('button', { name: 'Add money' }).click()
  await page.getByLabel('Credit').fill('4.99')
  await expect(page.getByText('Choose an amount from $5.00 to $500.00')).toBeVisible()
  await page.getByLabel('Credit').fill('10')
  await expect(page.getByText('$10.61')).toBeVisible()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payAtTheTill(page, /^Pay \$10\.61/)
  await expect(page).toHaveURL(/\/balance\?/)
  await expect(page.getByRole('status').getByText('$10.00')).toBeVisible()
  await expectAccessible(page)

  await page.goto(`${running.dashboard}/apps`)
  await page.getByRole('link', { name: 'PixelPal', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'PixelPal' })).toBeVisible()
  const { curl } = await createKey(page, 'You')
  const answer = await callAsPrinted(curl)
  expect(answer).toMatchObject({ status: 200, body: { usage: { cost_details: { markup: '0.00000000' } } } })
  await goTo(page, 'Charges')
  await expect(page.getByText('Your organization')).toBeVisible()
})

test('the sandbox is another world: play money, other keys, no charge in live', async ({ browser }) => {
  test.slow()
  const page = await visitor(browser, phone)
  await registerApp(page)
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Switch to sandbox' }).click()
  await expect(page.getByText('no real money moves')).toBeVisible()
  const { secret, curl, createUser } = await createKey(page, 'Your users')
  expect(secret).toMatch(/^sk-farebox-test-/)
  await createUser()
  expect((await callAsPrinted(curl)).status).toBe(200)
  await goTo(page, 'Charges')
  await expect(page).toHaveURL(/mode=sandbox/)
  await expect(page.getByRole('link', { name: /gpt-4o-mini/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Exit' }).click()
  await expect(page.getByText('Nothing charged yet')).toBeVisible()
})

test('nobody sees another organization’s app', async ({ browser }) => {
  const owner = await visitor(browser)
  await registerApp(owner)
  const intruder = await visitor(browser)
  await signIn(intruder, running.dashboard, someone(), '/organizations/new')
  for (const page of ['/keys', '/charges', '/grants', '/pricing', '/users', '/refused', '']) {
    const answered = await intruder.goto(owner.url().replace('/pricing', page))
    expect(answered?.status()).toBe(404)
    await expect(intruder.getByText('There is nothing here')).toBeVisible()
  }
  await expectAccessible(intruder)
})

/** Signs somebody new in, and leaves them at the pricing of their new app. */
async function registerApp(page: Page): Promise<void> {
  await signIn(page, running.dashboard, someone(), '/organizations/new')
  await expectAccessible(page)
  await page.getByLabel('Name').fill('Pixel Pals')
  await page.getByRole('button', { name: 'Create organization' }).click()
  await expect(page).toHaveURL(/\/apps\/new\?organization=org_/)
  await expectAccessible(page)
  await page.getByLabel('Name').fill('PixelPal')
  await page.getByLabel('Website').fill(running.dashboard)
  await page.getByRole('button', { name: 'Register app' }).click()
  await expect(page).toHaveURL(/\/apps\/app_[0-9a-z]{26}\/pricing$/)
}

/** By the rail, or on a phone by the menu. */
async function goTo(page: Page, place: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu', exact: true })
  if (await menu.isVisible()) await menu.click()
  await page.getByRole('link', { name: place, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
}

async function createKey(page: Page, payer: 'Your users' | 'You') {
  await goTo(page, 'Keys')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio')).toHaveCount(3)
  await dialog
    .getByRole('radio', { name: new RegExp(`^${payer} `) })
    .first()
    .check()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Server')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Create key' }).click()
  const secret = (await dialog.getByTestId('new-key').textContent()) ?? ''
  const curl = (await dialog.getByRole('region', { name: 'curl' }).textContent()) ?? ''
  await dialog.getByRole('tab', { name: 'OpenAI SDK' }).click()
  await expect(dialog.getByText('new OpenAI({')).toBeVisible()
  await dialog.getByRole('tab', { name: 'AI SDK', exact: true }).click()
  await expect(dialog.getByText('createOpenAICompatible({')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(dialog).toBeHidden()
  const createUser = () => fetch(/-X PUT (\S+)/.exec(curl)?.[1] ?? '', { method: 'PUT', headers: { authorization: `Bearer ${secret}` } })
  return { secret, curl, createUser }
}

type Called = { status: number; body: { usage: { cost: string; cost_details: Record<string, string> } } }

/** The last curl of the snippet, as printed: its address, its key, its body. The user is made first, where it says so. */
async function callAsPrinted(curl: string): Promise<Called> {
  const key = /Bearer (sk-\S+?)"/.exec(curl)?.[1] ?? ''
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const user = /-X PUT (\S+)/.exec(curl)?.[1]
  if (user) await fetch(user, { method: 'PUT', headers: { authorization: headers.authorization } })
  const reply = await fetch(/curl (\S+\/chat\/completions)/.exec(curl)?.[1] ?? '', {
    method: 'POST',
    headers,
    body: /-d '(.+)'/.exec(curl)?.[1] ?? '',
  })
  return { status: reply.status, body: await reply.json() }
}

/** A user of the app buys the smallest package through it. */
async function buyFor(externalUserId: string, secret: string, page: Page): Promise<void> {
  const back = `${running.dashboard}/sign-in`
  const started = await fetch(`${running.gateway}/v1/users/${externalUserId}/checkout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ package_id: 'starter', success_url: back, cancel_url: back }),
  })
  const { url }: { url: string } = await started.json()
  await page.goto(url)
  await payAtTheTill(page, 'Pay $5.00')
  await expect(page).toHaveURL(back)
}

/** The wallet's page of an order, then Stripe's, and back. */
async function payAtTheTill(page: Page, pay: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: pay }).click()
  await expect(page).toHaveURL(/\/c\/pay\/cs_test_/)
  const mail = page.getByLabel(/mail/i)
  if ((await mail.count()) > 0 && (await mail.inputValue()) === '') await mail.fill(someone())
  await payWithCard(page, 'Pays')
}

/** The exact amounts of an example, in microcents: base cost, what users pay, what the developer earns. */
async function amountsIn(example: Locator): Promise<[bigint, bigint, bigint]> {
  const texts = await example.getByRole('definition').allTextContents()
  const [base = 0n, charged = 0n, earned = 0n] = texts.map((text) => parseDollars(text.replace('$', '')))
  return [base, charged, earned]
}
