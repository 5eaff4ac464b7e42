// A short soak with a fixed seed in every test run; the long one is `pnpm payouts:soak`.
import { readFileSync } from 'node:fs'
import { type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Books, PayoutRow } from './books.ts'
import { disagreements } from './disagreements.ts'
import { truthOf } from './model.ts'
import { soakPayouts } from './soak.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

describe('payouts in every fault', () => {
  it('end with books, Stripe and earnings that agree to the microcent, and nobody paid twice', { timeout: 240_000 }, async () => {
    const result = await soakPayouts({ url: fresh.url, seed: 20_261_121, payouts: 25 })
    expect(result.disagreements).toEqual([])
    expect(result.payouts).toBeGreaterThanOrEqual(25)
    expect(result.transfers).toBeGreaterThan(10)
  })
})

describe('the model', () => {
  it('imports nothing of what it is compared with', () => {
    for (const file of ['model.ts', 'disagreements.ts', 'books.ts']) {
      const imports = readFileSync(new URL(file, import.meta.url), 'utf8').match(/from '[^']+'/g)
      expect(imports?.join(' ')).not.toMatch(/ledger|billing/)
    }
  })

  const [accountId, organizationId, payoutId] = ['acct_1', 'organization-1', 'payout-1']
  const notebook = [{ organizationId, accountId, earnedMicrocents: 1_000_000_500n }]
  const sent = {
    ...{ kind: 'transfer' as const, transferId: 'tr_1', accountId, amountCents: 900, group: null },
    metadata: { payout_id: payoutId },
  }
  const logged = (...facts: object[]) => truthOf(facts.map((fact, index) => ({ ...sent, ...fact, sequence: index + 1, atSeconds: 0 })))
  const payout: PayoutRow = {
    ...{ payoutId, organizationId, stripeAccountId: accountId, status: 'paid', amountCents: 900n, reversedCents: 0n },
    transferId: 'tr_1',
  }
  const books = (changes: Partial<PayoutRow> = {}, available = 100_000_500n): Books => ({
    organizations: [{ organizationId, earned: 1_000_000_500n, pending: 0n, available, held: 0n, reserved: 0n }],
    payouts: [{ ...payout, ...changes }],
    ...{ stripeBalanceMicrocents: -900_000_000n, drifted: [], attempts: {} },
  })

  it('agrees with books that are right', () => {
    expect(disagreements(logged({}), books(), notebook)).toEqual([])
  })

  it('notices a microcent too much, a payout sent twice, one sent and kept, one never sent, and one left half way', () => {
    const found = (truth: ReturnType<typeof logged>, read: Books) => disagreements(truth, read, notebook).join('\n')
    expect(found(logged({}), books({}, 100_000_501n))).toMatch('should have 100000500 left')
    expect(found(logged({}, { transferId: 'tr_2' }), books())).toMatch('was transferred 2 times: 1800 cents for 900')
    expect(found(logged({}), books({ status: 'failed', transferId: null }))).toMatch('is failed, and Stripe has transferred 900 cents')
    expect(found(logged(), books())).toMatch('is paid without its transfer')
    expect(found(logged({}), books({ status: 'sending' }))).toMatch('is left as sending')
    expect(found(logged({ accountId: 'acct_2' }), books())).toMatch('went to the account of somebody else')
    expect(found(logged({}), { ...books(), stripeBalanceMicrocents: 0n })).toMatch('the books say 0')
  })
})
