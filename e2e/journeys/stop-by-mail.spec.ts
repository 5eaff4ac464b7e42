// A mail says that an app may spend, and its link stops the app: by whoever reads it, signed in or not, once a button is pressed.
import { expect, test } from '@playwright/test'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { allow, anApp, database, expectAccessible, newestMail, signIn, someone, visitor } from '../world.ts'

test('whoever gets the mail about a new app stops it without signing in, and its owner sees that it is disconnected', async ({
  browser,
}) => {
  const owner = await visitor(browser, phone)
  const email = someone()
  await signIn(owner, running.wallet, email)
  const app = await anApp({ name: 'Sketchbook' })
  await allow(email, app, '5')
  await owner.goto(`${running.wallet}/apps`)
  await owner.getByRole('link', { name: 'Sketchbook' }).click()
  await expect(owner.getByText('Spend from your balance, up to $5.00 a month')).toBeVisible()
  await expect(owner.getByText('You agreed to pay up to 15 %')).toBeVisible()
  await expectAccessible(owner)

  const mail = await newestMail(email, /Sketchbook may now spend/)
  const [stopApp = '', pauseAll = ''] = mail.links.filter((link) => link.includes('/stop/'))
  const status = async () =>
    (await database().connection.findFirstOrThrow({ where: { appId: app.appId, mode: 'live', earnsMarkup: true } })).status
  // A mail scanner follows the link, as often as it likes.
  expect((await fetch(stopApp)).ok).toBe(true)
  expect(await status()).toBe('active')

  const reader = await visitor(browser)
  await reader.goto(stopApp)
  await expect(reader.getByRole('heading', { name: 'Stop Sketchbook?' })).toBeVisible()
  await expectAccessible(reader)
  await reader.getByRole('button', { name: 'Stop Sketchbook' }).click()
  await expect(reader.getByRole('heading', { name: 'Sketchbook is stopped' })).toBeVisible()
  await expectAccessible(reader)
  expect(await status()).toBe('revoked')
  await reader.goto(`${stopApp.slice(0, -8)}AAAAAAAA`)
  await expect(reader.getByText('This link is not complete, or not ours.')).toBeVisible()
  await reader.goto(pauseAll)
  await reader.getByRole('button', { name: 'Pause all spending' }).click()
  await expect(reader.getByRole('heading', { name: 'All spending is paused' })).toBeVisible()

  // Resuming is for who signs in.
  await owner.goto(`${running.wallet}/apps`)
  await expect(owner.getByRole('heading', { name: 'Disconnected' })).toBeVisible()
  await owner.goto(running.wallet)
  await owner.getByRole('switch', { name: 'Pause all spending' }).click()
  await expect(owner.getByText('Apps may spend again.')).toBeVisible()
  await owner.goto(`${running.wallet}/notifications`)
  await expectAccessible(owner)
  await owner.getByRole('switch', { name: 'A low balance' }).click()
  await expect(owner.getByText('Saved.')).toBeVisible()
  await owner.reload()
  await expect(owner.getByRole('switch', { name: 'A low balance' })).not.toBeChecked()
})
