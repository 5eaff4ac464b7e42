// A bank wants two payments of one user back. An operator contests the first with evidence, and it is lost all the same; the second is
// won. The user, the developer and the operator each read what it means for them, and every cent is where it belongs.
import { expect, type Page, test } from '@playwright/test'
import OpenAI from 'openai'
import { publicId } from '../../packages/db/src/index.ts'
import { running } from '../env.ts'
import { phone } from '../looks.ts'
import { anOperator, confirmItIsMe, type TestOperator } from '../money-out-world.ts'
import { walletBuys } from '../pay-at-stripe.ts'
import { allow, anApp, database, expectAccessible, signIn, someone, type TestApp, visitor } from '../world.ts'

test.describe.configure({ timeout: 120_000 })

test('a dispute is lost and another won: money stops, is borne in order, and comes back', async ({ browser }) => {
  const rider = await visitor(browser, phone)
  const email = someone()
  await signIn(rider, running.wallet, email)
  const app = await anApp({ name: 'Disputed Pals' })
  await allow(email, app, '5')
  const walletId = await walletOf(email)
  const spentOn = await buysStarter(walletId)
  await call(app)

  // The first: frozen at once, contested, and lost.
  const lost = await bankDisputes(spentOn, 'product_not_received')
  await expectBalance(rider, '$0.00')
  const operator = await anOperator('finance', 'Ada')
  const desk = await visitor(browser)
  await signIn(desk, running.console, operator.email)
  await contest(desk, operator, lost)
  await bankDecides(lost, 'lost')
  await desk.goto(await caseOf(lost))
  await expect(desk.getByText('Lost', { exact: true })).toBeVisible()
  await expectAccessible(desk)

  // The second: nothing of it was spent, and it is won.
  const won = await bankDisputes(await buysStarter(walletId), 'general')
  await expectBalance(rider, '$0.00')
  await bankDecides(won, 'won')
  await expectBalance(rider, '$4.05')
  await desk.goto(await caseOf(won))
  await expect(desk.getByText('Won', { exact: true })).toBeVisible()

  const developer = await visitor(browser)
  const organization = publicId('organization', app.organizationId)
  await signIn(developer, running.dashboard, await ownerOf(app), `/disputes?organization=${organization}`, /\/disputes/)
  await expect(developer.getByText('The bank kept a user’s payment. Your markup of it went back')).toBeVisible()
  await developer.getByText('The charge it paid for').click()
  await expect(developer.getByText(app.externalUserId)).toBeVisible()
  await expectAccessible(developer)
})

async function contest(page: Page, operator: TestOperator, stripeId: string): Promise<void> {
  await page.goto(`${running.console}/disputes`)
  await expectAccessible(page)
  await page.goto(await caseOf(stripeId))
  await expect(page.getByText('product not received').first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'If it is lost' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Contest with evidence' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Show the evidence' }).click()
  await expect(dialog.getByText('Disputed Pals').first()).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Reason').fill('The calls were delivered and paid for.')
  await dialog.getByRole('button', { name: 'Send to the bank' }).click()
  await confirmItIsMe(page, operator)
  await expect(page.getByText('The calls were delivered and paid for.')).toBeVisible()
  await expect.poll(async () => (await noteOf(stripeId)).answers.map(({ status }) => status), { timeout: 20_000 }).toEqual(['done'])
}

/** The wallet is credited, and Stripe’s payment of it answered. */
async function buysStarter(walletId: string): Promise<string> {
  await walletBuys(database(), walletId, 'starter')
  const order = await database().order.findFirstOrThrow({ where: { walletId, status: 'paid' }, orderBy: { id: 'desc' } })
  return order.paymentIntent ?? ''
}

async function call(app: TestApp): Promise<void> {
  const client = new OpenAI({ apiKey: app.apiKey, baseURL: `${running.gateway}/v1/users/${app.externalUserId}`, maxRetries: 0 })
  await client.chat.completions.create({ model: 'gpt-4o', max_tokens: 200, messages: [{ role: 'user', content: 'What is a fare?' }] })
}

/** At Stripe; answers its dispute once our books know of it. */
async function bankDisputes(paymentIntent: string, reason: string): Promise<string> {
  const dispute = await atStripe<{ id: string }>(`charges/${paymentIntent}/dispute`, { reason })
  await expect.poll(() => phaseOf(dispute.id), { timeout: 20_000 }).toBe('open')
  return dispute.id
}

async function bankDecides(stripeId: string, outcome: 'won' | 'lost'): Promise<void> {
  await atStripe(`disputes/${stripeId}`, { outcome })
  await expect.poll(() => phaseOf(stripeId), { timeout: 20_000 }).toBe(outcome)
}

async function atStripe<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${running.stripe}/control/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return answer.json()
}

const noteOf = (stripeId: string) => database().dispute.findUniqueOrThrow({ where: { stripeId }, include: { answers: true } })
const phaseOf = async (stripeId: string) => (await database().dispute.findUnique({ where: { stripeId } }))?.phase
const caseOf = async (stripeId: string) => `${running.console}/disputes/${publicId('dispute', (await noteOf(stripeId)).id)}`

async function walletOf(email: string): Promise<string> {
  const { id: userId } = await database().user.findUniqueOrThrow({ where: { email } })
  const wallet = await database().wallet.findUniqueOrThrow({ where: { mode_userId: { mode: 'live', userId } } })
  return wallet.id
}

async function ownerOf({ organizationId }: TestApp): Promise<string> {
  const { user } = await database().membership.findFirstOrThrow({ where: { organizationId, role: 'owner' }, include: { user: true } })
  return user.email
}

async function expectBalance(page: Page, amount: string): Promise<void> {
  await page.goto(running.wallet)
  await expect(page.getByRole('status').getByText(amount, { exact: true })).toBeVisible()
}
