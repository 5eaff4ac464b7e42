// The Next.js sample: its user connects a wallet with a limit, chats, and pays. Who is signed in to the app is who pays.
import { expect, type Page, test } from '@playwright/test'
import { running } from '../env.ts'
import { type NextSample, startNextSample } from '../next-sample.ts'
import { walletBuys } from '../pay-at-stripe.ts'
import { anApp, database, signIn, someone, type TestApp, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

let app: TestApp
let sample: NextSample
test.beforeAll(async () => {
  test.setTimeout(120_000)
  app = await anApp({ name: 'Sample Chat' })
  sample = await startNextSample(app.apiKey)
})
test.afterAll(() => sample.stop())

async function enter(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText(`Signed in as ${name} at Sample Chat`)).toBeVisible()
}

/** Once: what is sent again is paid again. So it waits until React listens, which a development server may take its time for. */
async function say(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Message')
  await expect.poll(() => field.evaluate((element) => Object.keys(element).some((name) => name.startsWith('__reactProps$')))).toBe(true)
  await field.fill(text)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText(`You: ${text}`)).toBeVisible()
}

async function chargesOf(externalUserId: string): Promise<string[]> {
  const reply = await fetch(`${running.gateway}/v1/charges?external_user_id=${externalUserId}`, {
    headers: { authorization: `Bearer ${app.apiKey}` },
  })
  const { data }: { data: { total: string }[] } = await reply.json()
  return data.map(({ total }) => total)
}

test('a user of the Next.js sample connects their wallet with a limit, chats, and is charged what it says', async ({ browser }) => {
  const page = await visitor(browser)
  await page.goto(sample.url)
  await enter(page, 'ann')
  await say(page, 'What is a fare?')
  await page.getByRole('alert').getByRole('link', { name: 'Connect your wallet' }).click()

  await expect(page).toHaveURL(/\/sign-in\?returnTo=/)
  const email = someone()
  await signIn(page, running.wallet, email, new URL(page.url()).searchParams.get('returnTo') ?? '/')
  await expect(page.getByText('ann at Sample Chat')).toBeVisible()
  await expect(page.getByRole('radio', { name: '$2' })).toBeChecked()
  const user = await database().user.findUniqueOrThrow({ where: { email } })
  const wallet = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId: user.id } } })
  await walletBuys(database(), wallet.id, 'starter')
  await page.getByRole('button', { name: 'Allow', exact: true }).click()

  await expect(page.getByText('Your wallet is connected.')).toBeVisible()
  await say(page, 'What is a fare?')
  await expect(page.getByText(/Answer: \[stand-in\]/)).toBeVisible()
  await expect(page.getByText(/^The last answer cost \$0\.0000\d+\.$/)).toBeVisible()
  const [cost] = await chargesOf('nextjs-ann')
  await expect(page.getByText(`The last answer cost $${cost}.`)).toBeVisible()

  // Somebody else in the same browser does not pay from ann's wallet, and cannot take her code.
  await page.getByRole('button', { name: 'Sign out' }).click()
  await enter(page, 'bob')
  await page.goto(`${sample.url}/api/farebox/connected?code=the-code-of-ann`)
  await expect(page.getByText('This link was made for another account.')).toBeVisible()
  await say(page, 'Who pays?')
  await expect(page.getByRole('alert').getByRole('link', { name: 'Connect your wallet' })).toBeVisible()
  expect(await chargesOf('nextjs-ann')).toHaveLength(1)
})
