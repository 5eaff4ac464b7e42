// What operators see and do on the reconciliation board.
import type { Operator } from '@farebox/auth/operator'
import { opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { aLine, reconciliationWorld } from '../testing/reconciliation-world.ts'
import { booksAreProven } from './books-are-proven.ts'
import { runReconciliation } from './run-reconciliation.ts'

const world = opened(reconciliationWorld)
let finance: Operator
beforeAll(async () => {
  finance = await makeOperator(world.ledger.url, 'finance')
})

const console = (operator = finance) => asOperator(world.database, operator).reconciliation
const run = () => runReconciliation(world.desk, { trigger: 'operator', now: new Date() })

describe('the reconciliation board', () => {
  it('is empty before the first run', async () => {
    expect(await console().board()).toEqual({ lastRun: null, isRunning: false, openBreaks: [], runs: [] })
  })

  it('shows both balances, every category and invariant, and each break with both sides of it', async () => {
    const { paymentIntent } = await world.aPaidOrder()
    await run()
    const right = await console().board()
    expect(right.lastRun).toMatchObject({ outcome: 'proven', stripeBalance: 941_000_000n, ledgerBalance: 941_000_000n, waiting: 0n })
    expect(right.lastRun?.categories).toEqual([
      { category: 'charge', isKnown: true, lines: 1, stripe: 941_000_000n, ledger: 941_000_000n, difference: 0n },
    ])
    expect(right.lastRun?.invariants.length).toBeGreaterThan(14)

    const twin = await firstLine()
    world.says.changes = (lines) => [...lines, { ...twin, id: 'txn_zz' }]
    await run()
    const [open] = (await console().board()).openBreaks
    expect(open).toMatchObject({ kind: 'second_line', amount: 941_000_000n, severity: 'money' })
    const both = await console().break({ id: open?.id ?? '' })
    expect(both.stripe).toMatchObject([{ sourceId: twin.sourceId, net: 941_000_000n }])
    expect(both.ledger).toMatchObject([{ kind: 'stripe_fee.booked', transfers: [{ amount: 941_000_000n }, { amount: 59_000_000n }] }])
    expect(paymentIntent).toMatch(/^pi_/)
  })

  it('lets an operator resolve a break with a reason: payouts may go on, until its amount changes', async () => {
    const known = aLine({ reportingCategory: 'other_adjustment', type: 'adjustment', sourceId: null, amountCents: 300, netCents: 300 })
    const said = world.says.changes
    world.says.changes = (lines) => [...said(lines), known]
    expect(await booksAreProven(world.desk, new Date())).toMatchObject({ isProven: false })
    const { rows } = await console().breaks({})
    const found = rows.find(({ subject }) => subject === known.id)
    const twin = rows.find(({ kind }) => kind === 'second_line')
    await console().resolve({ id: twin?.id ?? '', reason: 'A mistake of this test.' })
    expect(await booksAreProven(world.desk, new Date())).toMatchObject({ isProven: false })
    const resolved = await console().resolve({ id: found?.id ?? '', reason: 'Stripe support told us: ticket 7.' })
    expect(resolved).toMatchObject({ resolution: 'operator', resolvedBy: { id: finance.id, name: finance.name } })
    expect(await booksAreProven(world.desk, new Date())).toEqual({ isProven: true })
    const deed = await world.database.auditEntry.findFirstOrThrow({ where: { action: 'break.resolve' }, orderBy: { id: 'desc' } })
    expect(deed).toMatchObject({ actorId: finance.id, reason: 'Stripe support told us: ticket 7.' })
    await expect(console().resolve({ id: found?.id ?? '', reason: 'Again.' })).rejects.toThrow(/resolved already/)
  })

  it('takes the same difference again, after it was gone, for a new break', async () => {
    world.says.balanceOffCents = 1
    await run()
    const drift = async () => (await console().breaks({})).rows.find(({ kind }) => kind === 'balance_drift')
    await console().resolve({ id: (await drift())?.id ?? '', reason: 'Stripe rounds.' })
    expect((await run()).outcome).toBe('proven')
    world.says.balanceOffCents = 0
    await run()
    world.says.balanceOffCents = 1
    expect((await run()).outcome).toBe('broken')
    expect(await drift()).toMatchObject({ amount: 1_000_000n, resolvedAt: null })
    world.says.balanceOffCents = 0
    expect((await run()).outcome).toBe('proven')
  })

  it('asks the worker for a run', async () => {
    expect(await console().run()).toEqual({ isQueued: true })
    const jobs = await world.database.$queryRaw<{ data: unknown }[]>`select data from pgboss.job where name = 'reconcile-with-stripe'`
    expect(jobs).toEqual([{ data: { operatorId: finance.id } }])
  })
})

async function firstLine() {
  for await (const line of world.book.balanceTransactions({ since: new Date(0) })) return line
  throw new Error('Stripe’s book is empty')
}
