// An app's user pays from their own wallet: by a link of the app's server, which spends nothing until the app confirms who came back.
import { expect, test } from '@playwright/test'
import { type AppWebsite, appWebsite } from '../app-website.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { walletBuys } from '../pay-at-stripe.ts'
import { anApp, database, expectAccessible, signIn, someone, type TestApp, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

async function atGateway({ apiKey, externalUserId }: TestApp, path: string, body: object) {
  const reply = await fetch(`${running.gateway}/v1/users/${externalUserId}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}

const call = (app: TestApp) =>
  atGateway(app, '/chat/completions', { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'What is a fare?' }] })

let website: AppWebsite
test.beforeAll(async () => {
  website = await appWebsite()
})
test.afterAll(() => website.close())

/** What the app's server asks for: the browser returns to the app's own page. */
async function linkFor(app: TestApp): Promise<string> {
  const origin = website.localhostUrl
  await database().appOrigin.create({ data: { appId: app.appId, origin } })
  const asked = { redirect_uri: `${origin}/connected`, label: 'ann@pixelpal.example', suggested_limit: 2 }
  const { status, body } = await atGateway(app, '/connect-link', asked)
  expect(status).toBe(201)
  return body.url
}

test('a user follows the link of an app, sees for whom they would pay, and pays once the app has confirmed', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const app = await anApp()
  const email = someone()
  const url = await linkFor(app)

  await page.goto(url)
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  await signIn(page, running.wallet, email, new URL(url).pathname)
  await expect(page.getByRole('heading', { name: 'PixelPal wants to use AI on your balance' })).toBeVisible()
  await expect(page.getByText('ann@pixelpal.example')).toBeVisible()
  await expect(page.getByRole('radio', { name: '$2' })).toBeChecked()
  await expectAccessible(page)
  const user = await database().user.findUniqueOrThrow({ where: { email } })
  const wallet = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId: user.id } } })
  await walletBuys(database(), wallet.id, 'starter')

  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await expect(page).toHaveURL(/\/connected\?code=/)
  const code = new URL(page.url()).searchParams.get('code')
  expect((await call(app)).body.error.code).toBe('user_not_found')

  expect(await atGateway(app, '/connect-link/confirm', { code })).toMatchObject({ status: 200, body: { wallet: 'connected' } })
  expect((await call(app)).status).toBe(200)
  await page.goto(`${running.wallet}/apps`)
  await expect(page.getByText('PixelPal').first()).toBeVisible()

  // The link is spent, and says so.
  await page.goto(url)
  await expect(page.getByText('it works once, for ten minutes')).toBeVisible()
})

test('the address of a refused call tells the truth: the app has to send a link', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const { body } = await call(await anApp())
  await page.goto(body.error.metadata.connect_url)
  await expect(page.getByText('PixelPal is not connected to your wallet')).toBeVisible()
  await expectAccessible(page)
})
