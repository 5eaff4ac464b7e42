// An app asks to spend: the user decides how much on one page, spends to the limit, raises it, and takes it back.
import { createHash, randomBytes } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { ensureOAuthClient } from '../../packages/auth/src/oauth/oauth-clients.ts'
import { type AppWebsite, appWebsite } from '../app-website.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { anApp, database, expectAccessible, payWithCard, signIn, someone, type TestApp, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

type Client = { clientId: string; redirectUri: string }

let website: AppWebsite
test.beforeAll(async () => {
  website = await appWebsite()
})
test.afterAll(() => website.close())

/** The app as a client, with an address of its own to come back to. */
async function aClient(app: TestApp): Promise<Client> {
  const redirectUri = `${website.url}/callback`
  const client = await ensureOAuthClient(database(), { appId: app.appId, mode: 'live', kind: 'public', now: new Date() })
  await database().oAuthClient.update({ where: { id: client.id }, data: { redirectUris: [redirectUri] } })
  return { clientId: client.clientId, redirectUri }
}

function asking({ clientId, redirectUri }: Client) {
  const verifier = randomBytes(32).toString('base64url')
  const address = `${running.wallet}/oauth/authorize?${new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid spend', state: 'here' },
    ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  })}`
  return { verifier, address }
}

/** What the app's page does when the browser is back. */
async function tokenFor(page: Page, { clientId, redirectUri }: Client, verifier: string): Promise<string> {
  await expect(page).toHaveURL((url) => url.href.startsWith(redirectUri))
  const code = new URL(page.url()).searchParams.get('code') ?? ''
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, client_id: clientId }
  const answer = await fetch(`${running.wallet}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token: token }: { access_token: string } = await answer.json()
  return token
}

async function call(token: string) {
  const response = await fetch(`${running.gateway}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-farebox-clamp': 'off' },
    body: JSON.stringify({ model: 'gpt-4o', max_tokens: 400, messages: [{ role: 'user', content: 'What is a fare?' }] }),
  })
  const { error }: { error?: { code: string } } = await response.json()
  return { status: response.status, code: error?.code }
}

test('a user allows an app up to a limit, tops up on the way, spends to the limit, raises it, and disconnects', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const app = await anApp()
  const client = await aClient(app)
  const email = someone()
  const { verifier, address } = asking(client)

  // Not signed in: the app's request waits until they are.
  await page.goto(address)
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  const waits = new URL(page.url()).searchParams.get('returnTo') ?? '/'
  await signIn(page, running.wallet, email, waits, /\/connect\//)
  await expect(page.getByRole('heading', { name: 'PixelPal wants to use AI on your balance' })).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
  await expectAccessible(page)

  // An empty wallet: allowed, topped up, and back at the app.
  await page.getByText('Other', { exact: true }).click()
  await page.getByLabel('Other amount, in dollars').fill('0.02')
  await page.getByRole('button', { name: 'Allow and top up' }).click()
  await page.getByRole('radio', { name: /\$5\b/ }).check()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page, 'Pays')
  await page.getByRole('link', { name: 'Continue' }).click()
  const token = await tokenFor(page, client, verifier)

  await expect.poll(async () => (await call(token)).code, { timeout: 30_000 }).toBe('spending_limit_reached')
  await page.goto(`${running.wallet}/apps`)
  await page.getByRole('link', { name: /PixelPal/ }).click()
  await page.getByLabel('At most').fill('5')
  await page.getByRole('button', { name: 'Save limit' }).click()
  await expect.poll(async () => (await call(token)).status).toBe(200)

  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect.poll(async () => (await call(token)).code).toBe('connection_revoked')
})

test('deciding works without JavaScript on a small screen, and a second app asks for consent only', async ({ browser }) => {
  const page = await visitor(browser, phone)
  await page.setViewportSize({ width: 360, height: 640 })
  const email = someone()
  await signIn(page, running.wallet, email)
  const state = await page.context().storageState()
  const plain = await browser.newContext({
    ...phone,
    javaScriptEnabled: false,
    storageState: state,
    viewport: { width: 360, height: 640 },
  })
  const small = await plain.newPage()

  for (const name of ['LingoPal', 'MapPal']) {
    const client = await aClient(await anApp({ name }))
    const { verifier, address } = asking(client)
    await small.goto(address)
    await expect(small.getByRole('heading', { name: `${name} wants to use AI on your balance` })).toBeVisible()
    const [deny, allow] = [
      await small.getByRole('button', { name: 'Don’t allow' }).boundingBox(),
      await small.getByRole('button', { name: 'Allow', exact: true }).boundingBox(),
    ]
    expect({ width: deny?.width, height: deny?.height }).toEqual({ width: allow?.width, height: allow?.height })
    await small.waitForTimeout(400)
    await small.getByRole('button', { name: 'Allow', exact: true }).click()
    expect(await tokenFor(small, client, verifier)).toMatch(/^ut-farebox-/)
    // Asked again, they are not: nothing changed.
    await small.goto(asking(client).address)
    await expect(small).toHaveURL((url) => url.searchParams.has('code'))
  }
  await plain.close()
})
