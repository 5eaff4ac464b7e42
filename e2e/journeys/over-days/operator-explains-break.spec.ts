// An operator finds a break and explains it: money left Stripe that our books know nothing of. Payouts stand until it is known.
import { expect, type Page, test } from '@playwright/test'
import { running } from '../../env.ts'
import { anOperator, confirmItIsMe, daysPass, reconcileNow, type TestOperator, transferByHand } from '../../money-out-world.ts'
import { database, expectAccessible, signIn, visitor } from '../../world.ts'

test('an operator finds a break, explains it, and the books agree again', async ({ browser }) => {
  test.slow()
  const operator = await anOperator('finance', 'Ada')
  const page = await visitor(browser)
  await signIn(page, running.console, operator.email, '/reconciliation')
  await reconcileNow(page)
  await expect(page.getByText('The books agree')).toBeVisible()
  await expectAccessible(page)

  const { transferId, reverse } = await transferByHand(300)
  await reconcileNow(page)
  await expect(page.getByText('Payouts are stopped until each is explained and resolved.')).toBeVisible()
  await expect(page.getByText('No payout of ours waits for a transfer of this amount.').first()).toBeVisible()
  await expectAccessible(page)

  await page
    .getByRole('link', { name: /not booked/ })
    .first()
    .click()
  await expect(page.getByText(transferId).first()).toBeVisible()
  await expect(page.getByText('No movement of the ledger names this subject.')).toBeVisible()
  await expect(page.getByText('($3.00000000)').first()).toBeVisible()
  await expectAccessible(page)

  // What our books have of Stripe's balance is whole, entry by entry: the transfer was not made by us.
  await page.goto(`${running.console}/explain`)
  await page.getByRole('button', { name: /^Balance at Stripe/ }).click()
  await expect(page.getByText('The balance as it is kept is the sum of these entries')).toBeVisible()
  await expectAccessible(page)

  // Put right at Stripe, and explained here: both lines, since a reversal nobody booked is missed after an hour.
  await reverse()
  await daysPass(1)
  await reconcileNow(page)
  await expect(page.getByText('Either the reversal’s event was missed').first()).toBeVisible()
  await resolveAll(page, operator)
  await reconcileNow(page)
  await expect(page.getByText('The books agree')).toBeVisible()
  await expect(page.getByText('No open break')).toBeVisible()
  await expectAccessible(page)
})

/** Each open break with a reason; the operator's code counts for all of them. */
async function resolveAll(page: Page, operator: TestOperator): Promise<void> {
  const open = await database().reconciliationBreak.findMany({ where: { resolvedAt: null } })
  expect(open.map(({ kind }) => kind)).not.toContain('invariant')
  for (const [place, { id }] of open.entries()) {
    await page.goto(`${running.console}/reconciliation/breaks/${id}`)
    await page.getByRole('button', { name: 'Resolve' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('Sent by hand at Stripe, and taken back.')
    await dialog.getByRole('button', { name: 'Resolve' }).click()
    if (place === 0) await confirmItIsMe(page, operator)
    await expect(page.getByText('Resolved', { exact: true }).first()).toBeVisible()
  }
}
