// Money out through Stripe's own client, against the stand-in: recipients, transfers, balances, and bank payouts.
import { opened } from '@farebox/ledger/testing'
import { startStripeStandIn } from '@farebox/stand-ins'
import Stripe from 'stripe'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MoneyOutGate, StripeBalanceTransaction } from './money-out-gate.ts'
import { openStripe } from './open-stripe.ts'

const daySeconds = 86_400
const standIn = opened(startStripeStandIn)
let gate: MoneyOutGate
/** For what a person does in Stripe's Dashboard. */
let dashboard: Stripe

beforeAll(async () => {
  gate = openStripe({ secretKey: 'sk_test_farebox', apiBase: standIn.url }).moneyOut
  const { host, port } = standIn
  dashboard = new Stripe('sk_test_dashboard', { host, port, protocol: 'http', telemetry: false })
  standIn.connect.addBalance(1_000_000)
})
afterEach(() => standIn.faults.reset())

let organizations = 0
const newRecipient = (country = 'US') => {
  organizations += 1
  return gate.createRecipient({ organizationId: `organization-${organizations}`, email: 'ada@farebox.test', country })
}
async function activeRecipient(): Promise<string> {
  const { stripeAccountId } = await newRecipient()
  standIn.connect.onboard(stripeAccountId)
  return stripeAccountId
}
let payouts = 0
const payout = (stripeAccountId: string, more: { attempt?: number; amountCents?: number } = {}) => {
  payouts += 1
  return { payoutId: `payout-${payouts}`, attempt: 1, amountCents: 1_250, stripeAccountId, ...more }
}

describe('a recipient', () => {
  it('is made once per organization, and completed on a page of Stripe’s', async () => {
    const request = { organizationId: 'organization-once', email: 'ada@farebox.test', country: 'US' }
    const { stripeAccountId } = await gate.createRecipient(request)
    expect(await gate.createRecipient(request)).toEqual({ stripeAccountId })
    expect(await gate.recipient(stripeAccountId)).toMatchObject({
      organizationId: 'organization-once',
      transfersStatus: 'restricted',
      bankFingerprint: null,
      country: 'US',
      email: 'ada@farebox.test',
    })
    const urls = { returnUrl: 'http://dashboard.test/payouts', refreshUrl: 'http://dashboard.test/payouts?again' }
    const { url, expiresAt } = await gate.onboardingLink({ stripeAccountId, ...urls })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now())
    expect(await (await fetch(url)).text()).toContain('Account number')
    const answers = { givenName: 'Ada', familyName: 'Byron', country: 'US', routingNumber: '110000000', accountNumber: '000123456789' }
    const back = await fetch(url, { method: 'POST', body: new URLSearchParams(answers), redirect: 'manual' })
    expect(back.headers.get('location')).toBe(urls.returnUrl)
    expect(await gate.recipient(stripeAccountId)).toMatchObject({ transfersStatus: 'active', requirements: [], bankLastFour: '6789' })
  })

  it('is told in words what Stripe wants, by when, and when there is nothing to do', async () => {
    const { stripeAccountId } = await newRecipient()
    const { requirements } = await gate.recipient(stripeAccountId)
    expect(requirements).toContainEqual({
      code: 'identity.individual.given_name',
      words: 'Tell Stripe your first name.',
      deadline: null,
      needsDeveloper: true,
    })
    standIn.connect.onboard(stripeAccountId, { isVerifiedLater: true })
    expect(await gate.recipient(stripeAccountId)).toMatchObject({
      transfersStatus: 'pending',
      requirements: [{ needsDeveloper: false, words: expect.stringContaining('nothing for you to do') }],
    })
    standIn.connect.clear(stripeAccountId)
    standIn.connect.askFor(stripeAccountId, 'identity.individual.id_number', 3 * daySeconds)
    const { transfersStatus, requirementsDeadline, requirements: asked } = await gate.recipient(stripeAccountId)
    expect([transfersStatus, asked.map(({ words }) => words)]).toEqual(['active', ['Give Stripe your tax or identity number.']])
    expect(requirementsDeadline).toEqual(new Date((standIn.nowSeconds() + 3 * daySeconds) * 1000))
    expect(asked[0]?.deadline).toEqual(requirementsDeadline)
    standIn.connect.askFor(stripeAccountId, 'something.quite.new')
    expect((await gate.recipient(stripeAccountId)).requirements.at(-1)?.words).toContain('Open Stripe’s page')
  })

  it('shows another fingerprint for another bank account, and the same one wherever the same bank is named', async () => {
    const [one, other] = [await activeRecipient(), await activeRecipient()]
    const fingerprint = async (account: string) => (await gate.recipient(account)).bankFingerprint
    const before = await fingerprint(one)
    expect(await fingerprint(other)).toBe(before)
    standIn.connect.changeBank(other, '000444444444')
    expect(await fingerprint(other)).not.toBe(before)
    expect(await gate.recipient(other)).toMatchObject({ bankLastFour: '4444' })
  })
})

describe('a transfer', () => {
  it('is accepted, found by its payout, and stays one however often it is asked for', async () => {
    const request = payout(await activeRecipient())
    const outcome = await gate.transfer(request)
    expect(outcome).toEqual({ kind: 'accepted', transferId: expect.stringMatching(/^tr_/) })
    const { transferId } = outcome as { transferId: string }
    expect(await Promise.all([1, 2, 3].map(() => gate.transfer(request)))).toEqual([outcome, outcome, outcome])
    const found = {
      ...{ transferId, payoutId: request.payoutId, attempt: 1, amountCents: 1_250, reversedCents: 0, reversals: [] },
      ...{ destination: request.stripeAccountId, createdAt: expect.any(Date) },
    }
    expect(await gate.transfersOf(request.payoutId)).toEqual([found])
    expect(await gate.transferById(transferId)).toEqual(found)
    expect(await gate.transferById('tr_none')).toBeNull()
    expect(await gate.connectedBalance(request.stripeAccountId)).toEqual({ availableCents: 1_250, pendingCents: 0 })
  })

  it('M77: shows each reversal, and may be sent again by another attempt once all of it is back', async () => {
    const request = payout(await activeRecipient())
    const { transferId } = (await gate.transfer(request)) as { transferId: string }
    await dashboard.transfers.createReversal(transferId, { amount: 250 })
    // Part of it still stands: another attempt would pay that part twice.
    expect(await gate.transfer({ ...request, attempt: 2 })).toEqual({ kind: 'accepted', transferId })
    await dashboard.transfers.createReversal(transferId)
    const [first] = await gate.transfersOf(request.payoutId)
    expect([first?.reversedCents, first?.reversals.map(({ amountCents }) => amountCents)]).toEqual([1_250, [250, 1_000]])
    expect(await gate.transfer(request)).toEqual({ kind: 'accepted', transferId })
    const second = await gate.transfer({ ...request, attempt: 2 })
    expect(second).toMatchObject({ kind: 'accepted' })
    expect((await gate.transfersOf(request.payoutId)).map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it('reads all reversals, also when there are more than Stripe shows at once', async () => {
    const request = payout(await activeRecipient())
    const { transferId } = (await gate.transfer(request)) as { transferId: string }
    for (let cents = 1; cents <= 12; cents += 1) await dashboard.transfers.createReversal(transferId, { amount: cents })
    const [transfer] = await gate.transfersOf(request.payoutId)
    expect(transfer?.reversals.map(({ amountCents }) => amountCents)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(transfer?.reversedCents).toBe(78)
  })
})

describe('Stripe’s book', () => {
  it('lists every line of a period, pages and all, and adds up to the balance', async () => {
    const account = await activeRecipient()
    for (let made = 0; made < 120; made += 1) standIn.connect.addBalance(1)
    await gate.transfer(payout(account, { amountCents: 500 }))
    const lines: StripeBalanceTransaction[] = []
    for await (const line of gate.balanceTransactions({ since: new Date(0) })) lines.push(line)
    const { availableCents, pendingCents } = await gate.balance()
    expect(lines.reduce((sum, { netCents }) => sum + netCents, 0)).toBe(availableCents + pendingCents)
    expect(lines[0]).toMatchObject({ type: 'transfer', reportingCategory: 'transfer', amountCents: -500, feeCents: 0, netCents: -500 })
    expect(lines[0]?.sourceId).toMatch(/^tr_/)
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
    const later = gate.balanceTransactions({ since: new Date((standIn.nowSeconds() + 60) * 1000) })
    for await (const _ of later) expect.unreachable()
  })
})

describe('a bank payout', () => {
  it('names the transfers it carried', async () => {
    const account = await activeRecipient()
    const sent = [await gate.transfer(payout(account)), await gate.transfer(payout(account))]
    standIn.advance(2 * daySeconds)
    const [made] = await gate.connectedPayouts(account)
    expect(made).toMatchObject({ status: 'paid', amountCents: 2_500, failure: null })
    const { transferIds } = await gate.connectedPayout(account, made?.payoutId ?? '')
    expect(new Set(transferIds)).toEqual(new Set(sent.map((outcome) => (outcome as { transferId: string }).transferId)))
  })

  it('M78: that failed after it was paid says why, and the next one still names the transfers', async () => {
    const account = await activeRecipient()
    const { transferId } = (await gate.transfer(payout(account))) as { transferId: string }
    standIn.advance(2 * daySeconds)
    const [paid] = await gate.connectedPayouts(account)
    standIn.connect.endPayout(paid?.payoutId ?? '', 'failed', 'account_closed')
    expect(await gate.connectedPayout(account, paid?.payoutId ?? '')).toMatchObject({
      status: 'failed',
      failure: { code: 'account_closed', message: expect.stringContaining('bank') },
      transferIds: [transferId],
    })
    standIn.connect.changeBank(account, '000555555555')
    standIn.advance(2 * daySeconds)
    const [again] = await gate.connectedPayouts(account)
    expect(again?.payoutId).not.toBe(paid?.payoutId)
    expect(await gate.connectedPayout(account, again?.payoutId ?? '')).toMatchObject({ status: 'paid', transferIds: [transferId] })
  })
})
