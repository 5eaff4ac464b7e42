// A developer gets paid: earns, connects Stripe, waits seven days, is reviewed and approved by two operators, and sees it arrive.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { running } from '../../env.ts'
import { phone } from '../../looks.ts'
import {
  aDeveloperWhoEarned,
  anOperator,
  confirmItIsMe,
  daysPass,
  type EarningDeveloper,
  onboardAtStripe,
  type TestOperator,
} from '../../money-out-world.ts'
import { expectAccessible, newestMail, signIn, visitor } from '../../world.ts'

test('a developer gets paid: earn, wait seven days, review, approval by two, transfer, paid', async ({ browser }) => {
  test.slow()
  test.setTimeout(300_000)
  const developer = await aDeveloperWhoEarned()
  const page = await visitor(browser, phone)
  await signIn(page, running.dashboard, developer.email, '/payouts')
  await expect(page.getByRole('heading', { level: 1, name: 'Payouts' })).toBeVisible()
  await expect(page.getByText('Connect Stripe to be paid.')).toBeVisible()
  await expect(page.getByRole('figure', { name: /^Becomes available, by day/ })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Connect Stripe' }).click()
  await onboardAtStripe(page)
  await expect(page).toHaveURL(/\/payouts\?.*onboarding=done/)
  await expect(page.getByText('You can be paid')).toBeVisible()
  await expectAccessible(page)

  await daysPass(7)
  await page.goto(`${running.dashboard}/payouts`)
  await expect(page.getByRole('cell', { name: 'In review' })).toBeVisible()
  await expectAccessible(page)

  await approvedByTwo(browser, developer)

  // The worker sends it, and the stand-in pays the bank the day after.
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('cell', { name: 'On its way' })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await daysPass(2)
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('cell', { name: /^(Status\s*)?Paid$/ })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 60_000 })
  await expectAccessible(page)
  await page.getByRole('row', { name: /Paid/ }).getByRole('link').click()
  await expect(page.getByRole('heading', { name: 'Step by step' })).toBeVisible()
  await expectAccessible(page)
  expect((await newestMail(developer.email, /arrived in your bank account/)).text).toContain('$16.80')
})

async function approvedByTwo(browser: Browser, developer: EarningDeveloper): Promise<void> {
  const [ada, grace] = [await anOperator('finance', 'Ada'), await anOperator('admin', 'Grace')]
  const [first, second] = [await visitor(browser), await visitor(browser)]
  await openCase(first, ada, developer)
  await agree(first, ada, 'Propose to send', 'Propose')
  await expect(first.getByText('You proposed to send it')).toBeVisible()
  await expect(first.getByRole('button', { name: 'Approve' })).toBeDisabled()
  await openCase(second, grace, developer)
  await expect(second.getByText('Ada proposed to send it')).toBeVisible()
  await agree(second, grace, 'Approve', 'Approve')
  await expect(second.getByText('Approved.', { exact: true })).toBeVisible()
}

async function openCase(page: Page, operator: TestOperator, { organizationName }: EarningDeveloper): Promise<void> {
  await signIn(page, running.console, operator.email, '/payouts')
  await expect(page.getByRole('heading', { level: 1, name: 'Payouts' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: organizationName }).first().click()
  await expect(page.getByRole('heading', { name: 'Why it is looked at' })).toBeVisible()
  await expect(page.getByText('Nothing was ever paid out to this organization before.')).toBeVisible()
  await expectAccessible(page)
}

/** Sees what it will do in the books and at Stripe, types the amount, gives the code from the mail, and agrees. */
async function agree(page: Page, operator: TestOperator, button: string, confirm: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show what it will do' }).click()
  const plan = dialog.getByRole('region', { name: 'What it will do' })
  await expect(plan.getByText('payout.sent')).toBeVisible()
  await expect(plan.getByText('POST /v1/transfers')).toBeVisible()
  await expectAccessible(page)
  const typed = dialog.getByLabel(/^Type \$/)
  const amount = /\$[\d,.]+/.exec((await dialog.getByText(/^Type \$/).textContent()) ?? '')?.[0] ?? ''
  await typed.fill(amount)
  await dialog.getByRole('button', { name: confirm, exact: true }).click()
  await confirmItIsMe(page, operator)
  await expect(dialog).toBeHidden()
}
