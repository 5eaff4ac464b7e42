// What the journeys about money out need: operators, a developer who has earned, and days that pass for the whole Farebox.
import { randomInt } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import pg from 'pg'
import { openClock } from '../packages/billing/src/clock.ts'
import { newId, type OperatorRole } from '../packages/db/src/index.ts'
import { assert } from '../packages/errors/src/index.ts'
import { buy, openTill } from '../prisma/seed/till.ts'
import { letDaysPass } from '../scripts/demo/time.ts'
import { running } from './env.ts'
import { exampleWorld } from './examples/example-world.ts'
import { database, newestMail } from './world.ts'

export type TestOperator = { email: string; name: string }

/** An operator of this role, made by the owner of the tables as `pnpm operator:add` makes one. */
export async function anOperator(role: OperatorRole, name: string): Promise<TestOperator> {
  const id = newId()
  const email = `${name.toLowerCase()}.${id.slice(-6)}@farebox.test`
  const client = new pg.Client({ connectionString: running.databaseUrl })
  await client.connect()
  try {
    await client.query('insert into operator (id, email, name, role) values ($1, $2, $3, $4::operator_role)', [id, email, name, role])
  } finally {
    await client.end()
  }
  return { email, name }
}

export type EarningDeveloper = { email: string; organizationId: string; organizationName: string }

const CALLS = 7
const TOKENS = 32_000

/** A developer whose one user bought a package and made dear calls: the markup of all of them is about $16.80, pending. */
export async function aDeveloperWhoEarned(): Promise<EarningDeveloper> {
  const world = await exampleWorld({ markupBps: 10_000 })
  try {
    const { walletId } = await world.aPerson('user_1')
    const standIn = { STRIPE_SECRET_KEY: 'sk_test_stand_in', STRIPE_API_BASE: running.stripe, WALLET_URL: running.wallet }
    const till = openTill(database(), standIn)
    assert(till, 'browser tests pay at the stand-in')
    // By the time that journeys before this one have moved ahead.
    const now = await openClock(database(), 'test').now()
    await buy(till, { kind: 'wallet_topup', walletId, packageName: 'pro', buyerEmail: 'rider@farebox.test' }, now)
    const content = `Write at length.\nstand-in: tokens=${TOKENS}`
    for (let call = 0; call < CALLS; call++) {
      const body = { model: 'claude-opus-4-1', messages: [{ role: 'user', content }], max_tokens: TOKENS }
      const answer = await world.api<{ usage?: { cost: string } }>('POST', '/v1/users/user_1/chat/completions', body)
      expect(answer).toMatchObject({ usage: { cost: expect.any(String) } })
    }
  } finally {
    await world.stop()
  }
  const { organizationId } = world.app
  const { user } = await database().membership.findFirstOrThrow({ where: { organizationId }, include: { user: true } })
  // A name of its own, by which an operator finds it among others.
  const organizationName = `Pixel ${organizationId.slice(-8)}`
  await database().organization.update({ where: { id: organizationId }, data: { name: organizationName } })
  return { email: user.email, organizationId, organizationName }
}

/** Fills in the pages of Stripe's stand-in that a developer is led to, with a bank account of their own. */
export async function onboardAtStripe(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/setup\//)
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Byron')
  await page.getByLabel('Account number').fill(`0002${randomInt(10_000_000, 99_999_999)}`)
  await page.getByRole('button', { name: 'Agree and submit' }).click()
}

/** For Farebox and the stand-in together, and for everybody who is looking. Returns when the payout run of that day is over. */
export const daysPass = (days: number) => letDaysPass(database(), days, running.stripe)

/** What the console asks before a deed that cannot be undone: a code from the operator's mail. */
export async function confirmItIsMe(page: Page, { email }: TestOperator): Promise<void> {
  const code = page.getByLabel('Six-digit code')
  await expect(code).toBeVisible()
  const { text } = await newestMail(email, /^Confirm that it is you/)
  await code.fill(/\b\d{3} \d{3}\b/.exec(text)?.[0] ?? '')
  await page.keyboard.press('Enter')
}

/** Somebody moves our money by hand, in Stripe's own dashboard: our books know nothing of it. */
export async function transferByHand(amountCents: number): Promise<{ transferId: string; reverse: () => Promise<void> }> {
  const { stripeAccountId } = await database().payoutAccount.findFirstOrThrow({
    where: { transfersStatus: 'active' },
    orderBy: { createdAt: 'asc' },
  })
  // Card payments are on their way for two days; what was topped up is there at once.
  await fetch(`${running.stripe}/control/balance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amountCents }),
  })
  const transfer = await askStripe('/v1/transfers', { amount: String(amountCents), currency: 'usd', destination: stripeAccountId })
  const reverse = async () => {
    await askStripe(`/v1/transfers/${transfer.id}/reversals`, {})
  }
  return { transferId: transfer.id, reverse }
}

async function askStripe(path: string, form: Record<string, string>): Promise<{ id: string }> {
  const headers = { authorization: 'Bearer sk_test_by_hand', 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(`${running.stripe}${path}`, { method: 'POST', headers, body: new URLSearchParams(form).toString() })
  expect(answer.status).toBe(200)
  return answer.json()
}

/** Presses the board's button, and looks again when the worker has reconciled. */
export async function reconcileNow(page: Page): Promise<void> {
  const finished = () => database().reconciliationRun.count({ where: { trigger: 'operator', finishedAt: { not: null } } })
  const before = await finished()
  await page.goto(`${running.console}/reconciliation`)
  await page.getByRole('button', { name: 'Run now' }).click()
  await expect.poll(finished, { timeout: 60_000 }).toBeGreaterThan(before)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Invariants' })).toBeVisible()
}
