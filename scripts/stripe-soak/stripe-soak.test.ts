// A short soak with a fixed seed in every test run; the long one is `pnpm stripe:soak`.
import { readFileSync } from 'node:fs'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import type { LogEntry } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Books } from './books.ts'
import { disagreements } from './disagreements.ts'
import { truthOf } from './model.ts'
import type { Note } from './notebook.ts'
import { soakStripe } from './soak.ts'

describe('money in and back in every fault', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())

  it('ends with wallets, earnings, debts and Stripe that equal the model to the microcent', { timeout: 240_000 }, async () => {
    const result = await soakStripe({ url: fresh.url, seed: 20_261_121, steps: 90, people: 24 })
    expect(result.disagreements).toEqual([])
    expect(result.steps).toBeGreaterThanOrEqual(90)
    for (const kind of [
      'topup.received',
      'usage.settled',
      'refund.taken',
      'refund.sent',
      'dispute.frozen',
      'dispute.line_booked',
      'service.returned',
      'earnings.recouped',
    ]) {
      expect(result.movements[kind], kind).toBeGreaterThan(0)
    }
  })
})

describe('the model', () => {
  it('imports nothing of what it is compared with', () => {
    for (const file of ['model.ts', 'payment-model.ts', 'notebook.ts', 'disagreements.ts', 'books.ts']) {
      const imports = readFileSync(new URL(file, import.meta.url), 'utf8').match(/from '[^']+'/g)
      expect(imports?.join(' ') ?? '').not.toMatch(/ledger|billing/)
    }
  })

  const CENT = 1_000_000n
  const [orderId, walletId, organizationId, chargeId] = ['order-1', 'wallet-1', 'organization-1', 'ch_1']
  const buyers = [{ orderId, walletId, kind: 'wallet_topup', creditMicrocents: 850n * CENT }]
  const paid = { kind: 'charge', chargeId, amountCents: 1_000, feeCents: 59, metadata: { order: orderId } } as const
  const noRefund = { transactionId: 'txn', backTransactionId: null, metadata: {} }
  const refund = (amountCents: number) =>
    ({ kind: 'refund', refundId: `re_${amountCents}`, chargeId, amountCents, state: 'succeeded', ...noRefund }) as const
  const dispute = (state: 'opened' | 'won' | 'lost' | 'reopened', amountCents = 1_000) =>
    ({
      kind: 'dispute',
      disputeId: 'du_1',
      chargeId,
      amountCents,
      state,
      reason: 'fraudulent',
      feeCents: state === 'opened' ? 1_500 : 0,
    }) as const
  const call: Note = { after: 1, kind: 'call', orderId, organizationId, baseMicrocents: 100n * CENT, markupMicrocents: 100n * CENT }
  type Fact = LogEntry extends infer Entry ? (Entry extends LogEntry ? Omit<Entry, 'sequence' | 'atSeconds'> : never) : never
  const truth = (facts: readonly Fact[], notes: readonly Note[] = []) =>
    truthOf({ log: facts.map((fact, index) => ({ ...fact, sequence: index + 1, atSeconds: 0 })), notes, buyers, accountOwners: new Map() })
  const wallet = (facts: readonly Fact[], notes: readonly Note[] = []) => truth(facts, notes).wallets.get(walletId)
  const cents = (left: bigint, frozen = 0n, owed = 0n) => ({ left: left * CENT, frozen: frozen * CENT, owed: owed * CENT })

  it('takes the fee’s share of a refund in the Dashboard, and owes what was spent', () => {
    // Of $10.00, 15 % is the fee: of $4.00 back, 60 cents are.
    expect(wallet([paid, refund(400)])).toEqual(cents(510n))
    expect(wallet([paid, refund(400), refund(600)])).toEqual(cents(0n))
    expect(wallet([paid, refund(1_000)], [call])).toEqual(cents(0n, 0n, 200n))
    expect(truth([paid, refund(1_000)], [call]).accounts.get('package_fee')).toBe(0n)
  })

  it('gives a buyer all that was paid while nothing is spent, and keeps the fee after', () => {
    const asked = (amount: bigint): Note => ({ after: 1, kind: 'refund asked', refundId: 'refund-1', orderId, cents: amount, by: 'buyer' })
    expect(truth([paid], [asked(1_000n)]).accounts.get('package_fee')).toBe(0n)
    expect(truth([paid], [asked(650n)]).accounts.get('package_fee')).toBe(150n * CENT)
    const refusal = {
      kind: 'refund-refused',
      chargeId,
      amountCents: 1_000,
      code: 'charge_disputed',
      metadata: { refund: 'refund-1' },
    } as const
    expect(wallet([paid, refusal], [asked(1_000n)])).toEqual(cents(850n))
    // Where our money at Stripe did not suffice, the same refund is asked for again.
    expect(wallet([paid, { ...refusal, code: 'balance_insufficient' }], [asked(1_000n)])).toEqual(cents(0n))
  })

  it('freezes what is left, and lets the wallet, then the markup, then the fee, then us bear what is lost', () => {
    expect(wallet([paid, dispute('opened')], [call])).toEqual(cents(0n, 650n))
    expect(wallet([paid, dispute('opened'), dispute('won')], [call])).toEqual(cents(650n))
    const lost = truth([paid, dispute('opened'), dispute('lost')], [call])
    expect(lost.wallets.get(walletId)).toEqual(cents(0n))
    expect(lost.organizations.get(organizationId)).toBe(0n)
    expect([lost.accounts.get('package_fee'), lost.accounts.get('dispute_loss')]).toEqual([0n, 100n * CENT])
    const appealed = truth([paid, dispute('opened'), dispute('lost'), dispute('reopened'), dispute('won')], [call])
    expect(appealed.wallets.get(walletId)).toEqual(cents(650n))
    expect(appealed.organizations.get(organizationId)).toBe(100n * CENT)
  })

  it('notices a microcent, a debt nobody sees, an account that is off, and money that was never there', () => {
    const expected = truth([paid], [call])
    const books = (changes: Partial<Books> = {}): Books => ({
      wallets: new Map([[walletId, { ...cents(650n), inDebt: false }]]),
      ...{ organizations: new Map(expected.organizations), accounts: new Map(expected.accounts), drifted: [], movements: {}, buyers },
      ...changes,
    })
    const found = (changes: Partial<Books>) => disagreements(expected, books(changes)).join('\n')
    expect(found({})).toBe('')
    expect(found({ wallets: new Map([[walletId, { ...cents(650n), left: 650n * CENT + 1n, inDebt: false }]]) })).toMatch('(1 too much)')
    expect(found({ wallets: new Map([[walletId, { ...cents(650n), inDebt: true }]]) })).toMatch('is in debt and owes 0')
    expect(found({ accounts: new Map() })).toMatch('Account stripe_fee is 0')
    expect(found({ organizations: new Map([[organizationId, 0n]]) })).toMatch('should be 100000000')
    expect(truth([paid], [{ ...call, baseMicrocents: 900n * CENT }]).impossible[0]).toMatch('which has 850000000')
  })
})
