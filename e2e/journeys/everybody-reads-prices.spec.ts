// Somebody without an account looks up what things cost, and sends the view to somebody else.
import { expect, test } from '@playwright/test'
import { running } from '../env.ts'
import { expectAccessible, visitor } from '../world.ts'

test('prices are there for anybody, and a view of them has an address', async ({ browser }) => {
  const page = await visitor(browser)
  await page.goto(running.dashboard)
  await page.getByRole('link', { name: 'Prices' }).click()
  await expect(page.getByRole('heading', { name: 'Models and prices' })).toBeVisible()
  await expect(page.getByText('$2.50 per 1,000,000 input tokens').first()).toBeVisible()

  await page.getByLabel('Search').fill('polly standard')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/search=polly/)
  await expect(page.getByText('$0.000004 per character.')).toBeVisible()
  await expect(page.getByText('gpt-4o', { exact: true })).toHaveCount(0)
  await expectAccessible(page)

  // The address alone shows the same, without a script.
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  await plain.goto(page.url())
  await expect(plain.getByText('$0.000004 per character.')).toBeVisible()
  await expect(plain.getByText('gpt-4o', { exact: true })).toHaveCount(0)
})
