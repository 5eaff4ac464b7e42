// A developer connects an app: finds out why an address does not match, sells a service, and pastes the printed code into a page on
// their own computer, where a user allows the app in the sandbox.
import { expect, type Page, test } from '@playwright/test'
import { publicId } from '../../packages/db/src/index.ts'
import { appWebsite } from '../app-website.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { anApp, database, expectAccessible, signIn, someone, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

/** The signed-in developer joins the app's organization, and looks at one of its pages. */
async function open(page: Page, email: string, path: (appId: string) => string): Promise<void> {
  const app = await anApp()
  await signIn(page, running.dashboard, email)
  const user = await database().user.findUniqueOrThrow({ where: { email } })
  await database().membership.create({ data: { organizationId: app.organizationId, userId: user.id, role: 'developer' } })
  await page.goto(running.dashboard + path(publicId('app', app.appId)))
}

async function printed(page: Page, tab: string): Promise<string> {
  await page.getByRole('tab', { name: tab }).click()
  return (await page.getByRole('tabpanel').textContent()) ?? ''
}

/** As the browser runs a module: with `await` at its top. */
const asModule = (code: string) => `(async () => { ${code}\n })()`

test('a developer sets up sign-in, and its printed code signs a user in', async ({ browser }) => {
  const page = await visitor(browser)
  await open(page, someone(), (appId) => `/apps/${appId}/connect`)
  await expect(page.getByText('None yet, so nobody can connect your app.')).toBeVisible()
  const enter = (label: string, text: string) =>
    page
      .getByLabel(label)
      .fill(text)
      .then(() => page.getByLabel(label).press('Enter'))
  await expect(async () => {
    await enter('Add an address', 'https://pixelpal.example')
    await expect(page.getByText('is not an exact address')).toBeVisible({ timeout: 3_000 })
  }).toPass() // The page may not be awake yet.
  await enter('Add an address', 'https://pixelpal.example/callback')
  await expect(page.getByRole('button', { name: 'Remove https://pixelpal.example/callback' })).toBeVisible()
  await enter('Does this address match?', 'https://pixelpal.example/callback/')
  await expect(page.getByText('It ends with a slash')).toBeVisible()
  await enter('Does this address match?', 'https://pixelpal.example/callback')
  await expect(page.getByText('It matches.')).toBeVisible()

  await page.getByRole('button', { name: 'Create a secret' }).click()
  await page.getByRole('button', { name: 'Create secret' }).click()
  const settings = (await page.getByTestId('new-secret').textContent()) ?? ''
  await expectAccessible(page)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  const secret = /cs-farebox-live-[\w-]+/.exec(settings)?.[0] ?? 'none'
  await expect(page.getByText(`Its secret ends in ${secret.slice(-4)}`)).toBeVisible()
  await page.reload()
  await expect(page.getByText(`Its secret ends in ${secret.slice(-4)}`)).toBeVisible()
  expect(await page.content()).not.toContain(secret)
  await expectAccessible(page)

  // In the sandbox a page on this computer works as it is, from the code that is printed.
  await page.goto(`${page.url()}?mode=sandbox`)
  const [link, wayBack] = [await printed(page, 'By hand: the link'), await printed(page, 'By hand: the way back')]
  const user = await visitor(browser, phone)
  // The developer's page, on a port of this computer that nobody registered.
  const atHome = await appWebsite()
  await signInWith(user, { link, wayBack }, `${atHome.localhostUrl}/callback`)
  await atHome.close()
})

async function signInWith(page: Page, code: { link: string; wayBack: string }, address: string): Promise<void> {
  const here = (text: string) => asModule(text.replaceAll('http://localhost:3000/callback', address))
  await signIn(page, running.wallet, someone())
  await page.goto(address)
  await page.evaluate(here(code.link))
  await expect(page.getByRole('heading', { name: 'PixelPal wants to use AI on your balance' })).toBeVisible()
  await expect(page.getByText('Practice money only.')).toBeVisible()
  await page.waitForTimeout(400) // For this long the buttons do nothing, on purpose.
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page).toHaveURL((url) => url.href.startsWith(`${address}?code=`))
  const called = page.waitForResponse(
    (response) => response.url().endsWith('/v1/chat/completions') && response.request().method() === 'POST',
  )
  await page.evaluate(here(code.wayBack))
  expect((await called).status()).toBe(200)
}

test('a developer names a service and what it costs, and announces another price', async ({ browser }) => {
  const page = await visitor(browser)
  await open(page, someone(), (appId) => `/apps/${appId}/services`)
  await page.getByRole('button', { name: 'Create the first service' }).click()
  await page.getByLabel('Name').fill('page-scan')
  await page.getByLabel('Description (optional)').fill('Reads a scanned page')
  await price(page, { amount: '1.50', count: '1,000', unit: 'page' })
  await expect(page.getByText('Users read: $1.50 per 1,000 pages.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create service' }).last().click()
  await expect(page.getByRole('cell', { name: '$1.50 per 1,000 pages.' })).toBeVisible()

  await page.getByRole('button', { name: 'Change price of page-scan' }).click()
  await price(page, { amount: '0.005', count: '1', unit: 'page' })
  await page.getByRole('button', { name: 'Announce price' }).click()
  await expect(page.getByText('counts in whole cents').first()).toBeVisible()
  await price(page, { amount: '2', count: '1000', unit: 'page' })
  await page.getByRole('button', { name: 'Announce price' }).click()
  await expect(page.getByRole('cell', { name: '$2.00 per 1,000 pages.' })).toBeVisible()
  await expectAccessible(page)
  await page.goto(page.url().replace('/services', '/connect'))
  await expect(page.getByText('page-scan: $1.50 per 1,000 pages.')).toBeVisible()
})

async function price(page: Page, { amount, count, unit }: { amount: string; count: string; unit: string }): Promise<void> {
  await page.getByLabel('Price', { exact: true }).fill(amount)
  await page.getByLabel('For this many').fill(count)
  await page.getByLabel('Unit').fill(unit)
}
