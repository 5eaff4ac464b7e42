// When a transfer does not simply succeed: what is refused, what stays unknown, and that no way through pays one payout twice.
import { opened } from '@farebox/ledger/testing'
import { startStripeStandIn } from '@farebox/stand-ins'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MoneyOutGate, TransferRequest } from './money-out-gate.ts'
import '../testing/impatient-stripe.ts'
import { openStripe } from './open-stripe.ts'

const standIn = opened(startStripeStandIn)
let gate: MoneyOutGate
let account: string
let request: TransferRequest
let payouts = 0

beforeAll(async () => {
  gate = openStripe({ secretKey: 'sk_test_farebox', apiBase: standIn.url, timeoutMs: 300 }).moneyOut
  standIn.connect.addBalance(100_000)
})
beforeEach(async () => {
  payouts += 1
  account = (await gate.createRecipient({ organizationId: `organization-${payouts}`, email: 'ada@farebox.test', country: 'US' }))
    .stripeAccountId
  standIn.connect.onboard(account)
  request = { payoutId: `payout-${payouts}`, attempt: 1, amountCents: 500, stripeAccountId: account }
})
afterEach(() => standIn.faults.reset())

const received = async () => (await gate.connectedBalance(account)).availableCents
const onTransfers = { path: '/v1/transfers', method: 'POST' } as const

describe('Stripe says no', () => {
  it('M73: to an account that may not receive: nothing moved', async () => {
    standIn.connect.restrict(account)
    expect(await gate.transfer(request)).toMatchObject({ kind: 'refused', code: 'insufficient_capabilities_for_transfer' })
    expect([await gate.transfersOf(request.payoutId), await received()]).toEqual([[], 0])
  })

  it('to an account that does not exist', async () => {
    expect(await gate.transfer({ ...request, stripeAccountId: 'acct_none' })).toMatchObject({ kind: 'refused', code: 'resource_missing' })
  })

  it('M75: while the balance is short; the next attempt has a key that is not poisoned', async () => {
    const { availableCents } = await gate.balance()
    const tooMuch = { ...request, amountCents: availableCents + 1 }
    expect(await gate.transfer(tooMuch)).toMatchObject({ kind: 'refused', code: 'balance_insufficient' })
    standIn.connect.addBalance(1)
    expect(await gate.transfer(tooMuch)).toMatchObject({ kind: 'refused', code: 'balance_insufficient' })
    expect(await gate.transfer({ ...tooMuch, attempt: 2 })).toMatchObject({ kind: 'accepted' })
    expect(await received()).toBe(availableCents + 1)
    standIn.connect.addBalance(100_000)
  })
})

describe('nobody knows', () => {
  it.each([
    ['the answer was lost', 'drop', 1],
    ['the connection died before', 'drop-before', 0],
    ['Stripe said 500 after it was done', 'after', 1],
    ['Stripe said 500 and did nothing', 'before', 0],
    ['no answer came in time', 'hang', 1],
    ['Stripe never began, and no answer came', 'hang-before', 0],
    ['Stripe turned us away', 'rate-limit', 0],
    ['Stripe says the key is in use', 'in-use', 0],
  ] as const)('when %s; asked again, the payout is paid once', async (_, how, made) => {
    standIn.faults.set({ api: { ...onTransfers, next: 2, how } })
    expect(await gate.transfer(request)).toEqual({ kind: 'unknown', cause: expect.stringMatching(/.+/) })
    standIn.faults.reset()
    const found = await gate.transfersOf(request.payoutId)
    expect(found).toHaveLength(made)
    const outcome = await gate.transfer(request)
    expect(outcome).toMatchObject({ kind: 'accepted', ...(found[0] && { transferId: found[0].transferId }) })
    expect(await received()).toBe(500)
  })

  it('M76: 25 hours later the key is forgotten, and still one payment is made', async () => {
    standIn.faults.set({ api: { ...onTransfers, next: 1, how: 'after' } })
    expect(await gate.transfer(request)).toMatchObject({ kind: 'unknown' })
    standIn.advance(25 * 3_600)
    expect(await gate.transfer(request)).toMatchObject({ kind: 'accepted' })
    expect(await gate.transfersOf(request.payoutId)).toHaveLength(1)
    expect(standIn.log().filter((entry) => entry.kind === 'transfer' && entry.accountId === account)).toHaveLength(1)
  })

  it('when Stripe failed, did nothing, and repeats its failure for a day; then the same key pays', async () => {
    standIn.faults.set({ api: { ...onTransfers, next: 1, how: 'poison' } })
    expect(await gate.transfer(request)).toMatchObject({ kind: 'unknown' })
    expect(await gate.transfer(request)).toMatchObject({ kind: 'unknown' })
    expect(await received()).toBe(0)
    standIn.advance(25 * 3_600)
    expect(await gate.transfer(request)).toMatchObject({ kind: 'accepted' })
    expect(await received()).toBe(500)
  })

  it('when Stripe cannot even be asked what there is', async () => {
    standIn.faults.set({ api: { path: '/v1/transfers', method: 'GET', next: 10, how: 'before' } })
    expect(await gate.transfer(request)).toMatchObject({ kind: 'unknown' })
    expect(await received()).toBe(0)
  })

  it('when the payout has a transfer of another amount or to another account: a person must look', async () => {
    await gate.transfer(request)
    expect(await gate.transfer({ ...request, amountCents: 600 })).toMatchObject({
      kind: 'unknown',
      cause: expect.stringContaining('another'),
    })
    expect(await received()).toBe(500)
  })

  it('when a transfer of another attempt stands: it is that one', async () => {
    const first = await gate.transfer(request)
    expect(await gate.transfer({ ...request, attempt: 2 })).toEqual(first)
    expect(await received()).toBe(500)
  })
})

it('pays once when the same attempt is sent eight times at once, half of the answers lost', async () => {
  standIn.faults.set({ api: { ...onTransfers, next: 4, how: 'drop' } })
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => gate.transfer(request)))
  expect(new Set(outcomes.map(({ kind }) => kind))).not.toContain('refused')
  expect(await received()).toBe(500)
})
