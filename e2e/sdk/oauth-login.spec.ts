// The sample app whose login is Farebox, twice: with a client secret, and beside it another app with a publishable key. One sign-in
// serves both, and neither can tell that it is the same person.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { ensureOAuthClient, issueClientSecret } from '../../packages/auth/src/oauth/oauth-clients.ts'
import { running } from '../env.ts'
import { freePort } from '../next-sample.ts'
import { anApp, database, signIn, someone, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

const root = path.resolve(import.meta.dirname, '../..')
const started: ChildProcess[] = []
test.afterAll(() => {
  for (const program of started) program.kill('SIGTERM')
})

async function startLoginApp(name: string, kind: 'public' | 'confidential'): Promise<string> {
  const { appId } = await anApp({ name })
  const client = { appId, mode: 'live', now: new Date() } as const
  const { clientId, secret = '' } =
    kind === 'public'
      ? { ...(await ensureOAuthClient(database(), { ...client, kind })), secret: '' }
      : await issueClientSecret(database(), client)
  const port = await freePort()
  const url = `http://localhost:${port}`
  await database().oAuthClient.update({ where: { clientId }, data: { redirectUris: [`${url}/signed-in`] } })
  const program = spawn(process.execPath, ['run.ts'], {
    cwd: path.join(root, 'examples/oauth-login'),
    env: {
      ...{ PATH: process.env.PATH, PORT: String(port), APP_NAME: name, NODE_OPTIONS: `--import=${root}/scripts/start/localhost-names.mjs` },
      ...{ FAREBOX_WALLET_URL: running.wallet, FAREBOX_CLIENT_ID: clientId, FAREBOX_CLIENT_SECRET: secret },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  started.push(program)
  await once(program.stdout, 'data')
  return url
}

const allow = async (page: Page, name: string) => {
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible()
  await page.waitForTimeout(400)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
}

const idShown = async (page: Page) => (await page.locator('code').textContent()) ?? ''

test('an app uses Farebox as its login; a second one asks for consent only, and knows the same person by another id', async ({
  browser,
}) => {
  const [first, second] = await Promise.all([startLoginApp('PixelPal', 'confidential'), startLoginApp('LingoPal', 'public')])
  const page = await visitor(browser)
  const email = someone()

  await page.goto(first)
  await page.getByRole('link', { name: 'Sign in with Farebox' }).click()
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  const waits = new URL(page.url()).searchParams.get('returnTo') ?? '/'
  await signIn(page, running.wallet, email, waits, /\/connect\//)
  await allow(page, 'PixelPal')
  await expect(page).toHaveURL(`${first}/`)
  await expect(page.getByText(`Hello, ${email}.`)).toBeVisible()
  const atFirst = await idShown(page)

  await page.goto(second)
  await page.getByRole('link', { name: 'Sign in with Farebox' }).click()
  await allow(page, 'LingoPal')
  await expect(page.getByText(`Hello, ${email}.`)).toBeVisible()
  expect(await idShown(page)).not.toBe(atFirst)

  // Again at the first: nothing is asked any more, and it is the same person.
  await page.goto(first)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in with Farebox' }).click()
  await expect(page).toHaveURL(`${first}/`)
  expect(await idShown(page)).toBe(atFirst)

  // Somebody else's browser follows a link that ends a sign-in it did not begin: it stays signed out.
  const stranger = await visitor(browser)
  await stranger.goto(`${first}/signed-in?code=made-up&state=made-up&iss=${encodeURIComponent(running.wallet)}`)
  await expect(stranger.getByRole('link', { name: 'Sign in with Farebox' })).toBeVisible()
})
