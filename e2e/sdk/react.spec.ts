// In Chromium: a page in React, in strict mode, with the SDK's own components.
import { expect, test } from '@playwright/test'
import { bundleReactPage } from '../../packages/sdk/test/bundle-react-page.ts'
import { running } from '../env.ts'
import { database, expectAccessible } from '../world.ts'
import { allowUpTo, aPerson } from './people.ts'
import { aWebsite, type Website } from './website.ts'

test.describe.configure({ timeout: 120_000 })

let website: Website
test.beforeAll(async () => {
  const page = { type: 'text/html; charset=utf-8', body: '' }
  website = await aWebsite('ReactPal', { '/react': page, '/react.js': { type: 'text/javascript', body: await bundleReactPage() } })
  const place = JSON.stringify({ app: website.clientId, api: running.gateway })
  page.body = `<!doctype html><html lang="en"><title>React</title><link rel="icon" href="data:,"><script type="application/json" id="place">${place}</script><body><script type="module" src="/react.js"></script>`
})
test.afterAll(() => website.stop())

test('Chromium, React in strict mode: signs in by its button, shows what is spent, and pays for an answer once', async ({ browser }) => {
  const { page, walletId } = await aPerson(browser)
  const complaints: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  await page.goto(`${website.url}/react`)
  await expect(page.getByText('signedOut')).toBeVisible()
  await expectAccessible(page)

  const opened = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Sign in with Farebox' }).click()
  await allowUpTo(await opened, '5')
  await expect(page.getByText('signedIn')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sign in with Farebox' })).toHaveCount(0)
  await expect(page.getByRole('status')).toHaveText('$0.00 of $5.00 this month')
  await expect(page.getByRole('button', { name: 'Top up' })).toBeVisible()

  await page.getByLabel('Message').fill('What is a fare?')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText(/^assistant: \[stand-in\]/)).toBeVisible()
  await expect(page.getByText(/^It cost \$0\.0000\d+\.$/)).toBeVisible()
  await expect(page.getByRole('status')).toHaveText('<$0.01 of $5.00 this month')
  expect(await database().charge.count({ where: { walletId } })).toBe(1)
  await expectAccessible(page)

  await page.reload()
  await expect(page.getByText('signedIn')).toBeVisible()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('signedOut')).toBeVisible()
  expect(complaints).toEqual([])
})
