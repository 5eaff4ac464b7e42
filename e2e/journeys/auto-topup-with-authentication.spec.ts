// Automatic top-up: one sentence is agreed to, the bank wants its customer, the mail's link leads to it, and the money arrives.
import { expect, test } from '@playwright/test'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { expectAccessible, newestMail, payWithCard, signIn, someone, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

test('a user keeps a card, agrees to automatic top-up, confirms what their bank asks about, and turns it off', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const email = someone()
  await signIn(page, running.wallet, email)
  await page.goto(`${running.wallet}/auto-top-up`)
  await expect(page.getByText('It needs a card you let us keep')).toBeVisible()
  await page.getByRole('link', { name: 'Top up and keep the card' }).click()
  await page.getByRole('radio', { name: /\$5\b/ }).check()
  await page.getByRole('checkbox', { name: /Keep this card/ }).check()
  await page.getByRole('button', { name: 'Continue to payment' }).click()
  await payWithCard(page, 'Asks for authentication every time, also when it is saved')
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible()

  // $4.05 is below $5.00: it says that it charges now.
  await page.goto(`${running.wallet}/auto-top-up`)
  await expectAccessible(page)
  await page.getByLabel('When the balance falls below').fill('5.00')
  await page.getByLabel('At most in a month').fill('20')
  await page.getByRole('button', { name: 'Read what you agree to' }).click()
  await expect(page.getByText(/falls below \$5\.00 we charge Visa •3184 \$10\.00, at most \$20\.00 a month\./)).toBeVisible()
  await expect(page.getByText('You will be charged $10.00 now')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Turn on automatic top-up' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: /agree to it/ }).check()
  await page.getByRole('button', { name: 'Turn on automatic top-up' }).click()
  await expect(page.getByText('Automatic top-up is on.')).toBeVisible()

  const mail = await newestMail(email, /Confirm the payment of \$10\.00/)
  await page.reload()
  await expect(page.getByText('Your bank wants you to confirm a payment')).toBeVisible()
  await expectAccessible(page)
  await page.goto(mail.links.find((link) => link.includes('/checkout/')) ?? '')
  await page.getByRole('button', { name: 'Pay $10.00' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible()

  await page.goto(`${running.wallet}/auto-top-up`)
  await expect(page.getByText('$10.00 of $20.00')).toBeVisible()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByText('Automatic top-up is off.')).toBeVisible()
  await page.goto(`${running.wallet}/cards`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('No card is kept')).toBeVisible()
})
