// The guides are there for anybody, and name the host that this reader will call.
import { expect, test } from '@playwright/test'
import { running } from '../env.ts'
import { expectAccessible } from '../world.ts'

test('a guide is read without signing in, with this gateway in its snippets', async ({ page }) => {
  await page.goto(`${running.dashboard}/docs`)
  await expect(page.getByRole('heading', { level: 1, name: 'Guides' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Metered services' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Metered services' })).toBeVisible()
  await expect(page.getByText(`fetch('${running.gateway}/v1/services'`).first()).toBeVisible()
  await expect(page.getByText('api.farebox.example')).toHaveCount(0)
  // What is a file of the repository is a name here, not a link that leads nowhere.
  await expect(page.getByText('examples/metered-storage')).toBeVisible()
  await expect(page.getByRole('link', { name: 'examples/metered-storage' })).toHaveCount(0)
  await expectAccessible(page)
  expect((await page.goto(`${running.dashboard}/docs/nothing`))?.status()).toBe(404)
})
