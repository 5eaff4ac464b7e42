// A developer adds a webhook endpoint, sees a test arrive at their server with a signature that holds, and replays it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { publicId } from '../../packages/db/src/index.ts'
import { running } from '../env.ts'
import { anApp, database, expectAccessible, signIn, someone, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

test('a developer adds an endpoint, receives a test, and replays it', async ({ browser }) => {
  const received: { id: string; type: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push(JSON.parse(body))
    response.writeHead(received.length === 1 ? 500 : 204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`

  const page = await visitor(browser)
  const [email, app] = [someone(), await anApp()]
  await signIn(page, running.dashboard, email)
  const user = await database().user.findUniqueOrThrow({ where: { email } })
  await database().membership.create({ data: { organizationId: app.organizationId, userId: user.id, role: 'developer' } })
  await page.goto(`${running.dashboard}/apps/${publicId('app', app.appId)}/webhooks`)
  await expect(page.getByText('No endpoints yet')).toBeVisible()
  await expectAccessible(page)

  await expect(async () => {
    await page.getByRole('button', { name: 'Add endpoint' }).click()
    await expect(page.getByLabel('Address')).toBeVisible({ timeout: 3_000 })
  }).toPass() // The page may not be awake yet.
  const add = page.getByRole('dialog').getByRole('button', { name: 'Add endpoint' })
  await page.getByLabel('Address').fill('http://10.0.0.1/webhooks')
  await page.getByLabel('usage.completed').check()
  await add.click()
  await expect(page.getByText('10.0.0.1 is not an address on the public internet.')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('Address').fill(url)
  await add.click()
  const secret = /whsec_[\w+/=]+/.exec((await page.getByTestId('webhook-secret').textContent()) ?? '')?.[0] ?? 'none'
  expect(secret).toHaveLength(50)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.reload()
  expect(await page.content()).not.toContain(secret)

  // The first attempt is refused by the developer's server; the second, seconds later, is taken.
  await page.getByRole('button', { name: 'Send test' }).click()
  await expect(page.getByText('Delivered')).toBeVisible({ timeout: 30_000 })
  expect(received.map(({ type }) => type)).toEqual(['webhook.test', 'webhook.test'])
  await page.getByRole('button', { name: /^Details of evt_/ }).click()
  await expect(page.getByText('It answered 500.')).toBeVisible()
  await expect(page.getByText('It answered 204.')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Replay evt_/ }).click()
  await expect.poll(() => received.length, { timeout: 30_000 }).toBe(3)
  expect(new Set(received.map(({ id }) => id)).size).toBe(1)
  await expectAccessible(page)
  server.close()
})
