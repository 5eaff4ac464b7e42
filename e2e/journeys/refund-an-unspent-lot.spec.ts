// Money back: all of an unspent purchase with its fee, in two steps and as the law names them; signed in, and by a receipt's link alone.
import { expect, test } from '@playwright/test'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { returns } from '../pay-at-stripe.ts'
import { allow, anApp, expectAccessible, newestMail, payWithCard, signIn, someone, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

test('a user withdraws from an unspent purchase and gets back all they paid; of a spent one, what is left', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const email = someone()
  await signIn(page, running.wallet, email)
  for (const title of ['$10', '$5']) {
    await page.goto(`${running.wallet}/top-up`)
    await page.getByRole('radio', { name: new RegExp(`\\${title}\\b`) }).check()
    await page.getByRole('button', { name: 'Continue to payment' }).click()
    await payWithCard(page, 'Pays')
    await expect(page.getByRole('heading', { name: 'Thank you, it is paid' })).toBeVisible()
  }
  // The older purchase pays for a call, so the newer one is whole.
  const app = await anApp()
  await allow(email, app, '5')
  const called = await fetch(`${running.gateway}/v1/users/${app.externalUserId}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o', max_tokens: 200, messages: [{ role: 'user', content: 'What is a fare?' }] }),
  })
  expect(called.status).toBe(200)

  await page.goto(`${running.wallet}/purchases`)
  await page.getByRole('link', { name: /starter/i }).click()
  await expect(page.getByText('all you paid comes back, the fee of $0.95 included')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Withdraw from contract here' }).click()
  await expect(page.getByRole('heading', { name: 'Withdraw from this purchase' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Confirm withdrawal here' }).click()
  await expect(page.getByText('Your refund is on its way')).toBeVisible()
  const mail = await newestMail(email, /on its way back to your card/)
  expect(mail.text).toContain('$5.00')
  await expect
    .poll(
      async () => {
        await page.reload()
        return page.getByText('Your statement may show it up to 10 working days later.').isVisible()
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  await expectAccessible(page)

  await page.goto(`${running.wallet}/purchases`)
  await page.getByRole('link', { name: /basic/i }).click()
  await expect(page.getByText('The fee of $1.50 is kept, because some of the purchase is spent.')).toBeVisible()
  await page.goto(`${running.wallet}/history`)
  await expect(page.getByRole('row', { name: /Refund to your card/ })).toHaveCount(1)
  await expect(page.getByRole('row', { name: /Top-up/ })).toHaveCount(2)
  await expectAccessible(page)
})

test('somebody without an account gets their money back with the link of the receipt', async ({ browser }) => {
  const page = await visitor(browser, phone)
  const app = await anApp()
  const started = await fetch(`${running.gateway}/v1/users/${app.externalUserId}/checkout`, {
    method: 'POST',
    headers: { authorization: `Bearer ${app.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ package_id: 'starter', success_url: returns.successUrl, cancel_url: returns.cancelUrl }),
  })
  const { url } = await started.json()
  await page.goto(url)
  const email = someone()
  await page.getByRole('button', { name: 'Pay $5.00' }).click()
  await page.getByLabel(/mail/i).fill(email)
  await payWithCard(page, 'Pays')
  const receipt = (await newestMail(email, /receipt/)).links.find((link) => link.includes('/receipt/')) ?? ''
  await page.goto(receipt)
  await page.getByRole('link', { name: 'Withdraw from contract here' }).click()
  await expect(page.getByRole('heading', { name: 'Withdraw from this purchase' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Confirm withdrawal here' }).click()
  await expect(page.getByText('Your refund is on its way')).toBeVisible()
  await expect(page.getByText('Withdraw from contract here')).toHaveCount(0)
  await expectAccessible(page)
  await newestMail(email, /on its way back to your card/)
})
