// Our books beside Stripe's: what agrees is proven, what is ours to book is booked, and whatever does not agree is named and located.
import { newId, publicId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { post, stripeFeeBooked } from '@farebox/ledger'
import { foldAll } from '@farebox/ledger/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeOperator } from '../testing/operators.ts'
import { aLine, type Line, type ReconciliationWorld, reconciliationWorld } from '../testing/reconciliation-world.ts'
import { anOpenOrder } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { breakCase } from './board.ts'
import { booksAreProven } from './books-are-proven.ts'
import { openBreaks } from './found-break.ts'
import { runReconciliation } from './run-reconciliation.ts'

let world: ReconciliationWorld
/** What was broken on purpose is repaired behind the ledger's back, so that the books prove themselves at the end. */
let repairs: string[]
beforeEach(async () => {
  world = await reconciliationWorld()
  repairs = []
})
afterEach(async () => {
  for (const repair of repairs) await asOwner(repair)
  await world.stop()
})

const HOUR_MS = 3_600_000
const run = (now = new Date()) => runReconciliation(world.desk, { trigger: 'operator', now })
const breaks = async () =>
  (await openBreaks(world.database)).map(({ kind, subject, amountMicrocents }) => ({ kind, subject, amountMicrocents }))

async function asOwner(statements: string): Promise<void> {
  const owner = await connectAsOwner(world.ledger.url)
  try {
    await owner.query(`set session_replication_role = replica; ${statements}`)
  } finally {
    await owner.end()
  }
}

/** The line of Stripe's book of the payment that was made last. */
async function lastLine(): Promise<Line> {
  const lines: Line[] = []
  for await (const line of world.book.balanceTransactions({ since: new Date(0) })) lines.push(line)
  const [newest] = lines
  if (!newest) throw new Error('Stripe’s book is empty')
  return newest
}

describe('reconciliation', () => {
  it('proves books that agree, and says both balances and every invariant', async () => {
    await world.aPaidOrder()
    await world.aPaidOrder()
    const { outcome, result } = await run()
    expect(outcome).toBe('proven')
    const cents = 2 * (1_000 - 59)
    expect(result).toMatchObject({ stripeBalance: String(cents * 1_000_000), ledgerBalance: String(cents * 1_000_000), waiting: '0' })
    expect(result).toMatchObject({ categories: [{ category: 'charge', lines: 2, difference: '0' }], counts: { stored: 2, breaks: 0 } })
    expect(await booksAreProven(world.desk, new Date())).toEqual({ isProven: true })
  })

  it('stores a line once, however often it is read', async () => {
    await world.aPaidOrder()
    await Promise.all([run(), run()])
    await run()
    expect(await world.database.stripeBalanceTransaction.count()).toBe(1)
  })

  it('books payouts to our bank and Stripe’s own charges, once', async () => {
    await world.aPaidOrder()
    const payout = aLine({ type: 'payout', reportingCategory: 'payout', sourceId: 'po_1', amountCents: -500, netCents: -500 })
    const back = aLine({ type: 'payout_failure', reportingCategory: 'payout_reversal', sourceId: 'po_1', amountCents: 500, netCents: 500 })
    const fee = aLine({ type: 'stripe_fee', reportingCategory: 'fee', sourceId: null, amountCents: -200, netCents: -200 })
    world.says.changes = (lines) => [...lines, payout, back, fee]
    for (let time = 0; time < 2; time++) expect((await run()).outcome).toBe('proven')
    const { result } = await run()
    expect(result).toMatchObject({ ledgerBalance: String((941 - 200) * 1_000_000), stripeBalance: String((941 - 200) * 1_000_000) })
    expect(await world.database.transaction.count({ where: { kind: { in: ['bank_payout.booked', 'stripe_charge.booked'] } } })).toBe(3)
  })

  it('M86: names a line of Stripe’s book that nothing of ours books', async () => {
    await world.aPaidOrder()
    const extra = aLine({ createdAt: new Date(Date.now() - 2 * HOUR_MS) })
    world.says.changes = (lines) => [...lines, extra]
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'not_booked', subject: extra.id, amountMicrocents: 1_000_000_000n }])
    const [found] = await openBreaks(world.database)
    expect(found?.explanation).toContain(extra.sourceId)
  })

  it('M86: names a second line of what is booked once', async () => {
    await world.aPaidOrder()
    const twin = { ...(await lastLine()), id: 'txn_twin' }
    world.says.changes = (lines) => [...lines, twin]
    await run()
    const [found, ...others] = await breaks()
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'second_line', amountMicrocents: 941_000_000n })
  })

  it('M86: names a transfer no payout of ours waits for, at once', async () => {
    await world.aPaidOrder()
    const stolen = aLine({ type: 'transfer', reportingCategory: 'transfer', sourceId: 'tr_stolen', amountCents: -300, netCents: -300 })
    world.says.changes = (lines) => [...lines, stolen]
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'not_booked', subject: stolen.id, amountMicrocents: -300_000_000n }])
  })

  it('M86: names a movement of ours whose line is missing at Stripe', async () => {
    await world.aPaidOrder()
    const missing = await lastLine()
    world.says.changes = (lines) => lines.filter(({ id }) => id !== missing.id)
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'missing_at_stripe', subject: missing.sourceId, amountMicrocents: 941_000_000n }])
    world.says.changes = (lines) => lines
    expect((await run()).outcome).toBe('proven')
  })

  it('M86: names a movement of ours that books no line at all', async () => {
    const { paymentIntent } = await world.aPaidOrder()
    const forged = stripeFeeBooked({ transactionId: newId(), mode: 'live', paymentIntent: 'pi_forged', paidCents: 100, feeCents: 10 })
    await world.database.$transaction((transaction) => post(transaction, forged))
    repairs.push(
      `delete from transfer where transaction_id = '${forged.transactionId}'; delete from transaction where id = '${forged.transactionId}'`,
    )
    await run()
    expect(await breaks()).toContainEqual({ kind: 'no_balance_transaction', subject: forged.transactionId, amountMicrocents: 90_000_000n })
    expect((await openBreaks(world.database)).map(({ explanation }) => explanation).join()).not.toContain(paymentIntent)
  })

  it('M44: names a payment that was put aside once, whatever Stripe’s book has of it, and lets payouts go on', async () => {
    const { orderId, sessionId } = await anOpenOrder(world)
    await world.database.order.update({ where: { id: orderId }, data: { priceCents: 5_000 } })
    world.stripe.faults.set({ balanceTransactionDelayMs: 0 })
    world.stripe.pay(sessionId)
    expect(await completeOrder(world.till, orderId, new Date())).toBe('quarantined')
    const subject = publicId('order', orderId)
    expect(await booksAreProven(world.desk, new Date())).toEqual({ isProven: true })
    expect(await breaks()).toEqual([{ kind: 'quarantined_payment', subject, amountMicrocents: 941_000_000n }])
    const { paymentIntent } = await world.database.order.findUniqueOrThrow({ where: { id: orderId } })
    world.stripe.connect.addBalance(1_000)
    world.stripe.payments.refund(paymentIntent ?? '', {})
    await run()
    expect(await breaks()).toEqual([{ kind: 'quarantined_payment', subject, amountMicrocents: -59_000_000n }])
    const [found] = await openBreaks(world.database)
    expect(found?.explanation).toMatch(/paid 1000 cents of 5000.* of ch_.*All of it went back/)
    const { stripe } = await breakCase(world.database, found?.id ?? '')
    expect(new Set(stripe.map(({ net }) => net))).toEqual(new Set([941_000_000n, -1_000_000_000n]))
  })

  it('M86: names a fee that Stripe says was another', async () => {
    await world.aPaidOrder()
    const { id } = await lastLine()
    world.says.changes = (lines) => lines.map((line) => (line.id === id ? { ...line, feeCents: 60, netCents: 940 } : line))
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'wrong_fee', subject: id, amountMicrocents: 1_000_000n }])
    repairs.push('delete from stripe_balance_transaction; delete from stripe_mirror')
  })

  it('M86: names a line of a kind nobody knows', async () => {
    await world.aPaidOrder()
    const odd = aLine({ type: 'moon_dust', reportingCategory: 'moon_dust' })
    world.says.changes = (lines) => [...lines, odd]
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'unknown_type', subject: odd.id, amountMicrocents: 1_000_000_000n }])
  })

  it('M86: finds one cent: in one movement, in Stripe’s balance, in a folded sum', async () => {
    await world.aPaidOrder()
    const { id } = await lastLine()
    await run()
    const cent = (sign: string) =>
      `update transfer set amount_microcents = amount_microcents ${sign} 1000000 where debit_kind = 'stripe_balance'`
    await asOwner(cent('+'))
    await run()
    expect(await breaks()).toContainEqual({ kind: 'wrong_amount', subject: id, amountMicrocents: -1_000_000n })
    await asOwner(cent('-'))

    world.says.balanceOffCents = -1
    await run()
    expect(await breaks()).toEqual([{ kind: 'balance_drift', subject: 'stripe_balance', amountMicrocents: -1_000_000n }])
    world.says.balanceOffCents = 0

    // Tests beside this one, on the same server, hold folding back.
    await foldAll(world.database)
    await asOwner(`update account_fold set credits_microcents = credits_microcents + 1 where kind = 'package_fee'`)
    await run()
    expect((await breaks()).map(({ kind, amountMicrocents }) => ({ kind, amountMicrocents }))).toEqual([
      { kind: 'fold_drift', amountMicrocents: 1n },
    ])
    await asOwner(`update account_fold set credits_microcents = credits_microcents - 1 where kind = 'package_fee'`)
    expect((await run()).outcome).toBe('proven')
  })

  it('names a payment that stays in clearing for more than two days', async () => {
    const { paymentIntent } = await world.aPaidOrder()
    await run()
    // Stripe says nothing of the payment, so that its fee cannot be booked now either.
    const silent = { ...world.desk.stripe, payment: () => Promise.reject(new Error('no such payment')) }
    const late = `fee_booked_at = null, paid_at = now() - interval '49 hours'`
    await asOwner(`update "order" set ${late} where payment_intent = '${paymentIntent}'`)
    repairs.push(`update "order" set fee_booked_at = now() where payment_intent = '${paymentIntent}'`)
    const { outcome } = await runReconciliation({ ...world.desk, stripe: silent }, { trigger: 'operator', now: new Date() })
    expect(outcome).toBe('broken')
    expect(await breaks()).toContainEqual({ kind: 'clearing_stuck', subject: paymentIntent, amountMicrocents: 1_000_000_000n })
  })

  it('waits an hour for the order of a payment that was just made', async () => {
    const fresh = aLine()
    world.says.changes = (lines) => [...lines, fresh]
    const { outcome, result } = await run()
    expect(outcome).toBe('proven')
    expect(result).toMatchObject({ waiting: '1000000000' })
    expect((await run(new Date(Date.now() + 2 * HOUR_MS))).outcome).toBe('broken')
  })
})

describe('a break', () => {
  const theft = () => aLine({ type: 'transfer', reportingCategory: 'transfer', sourceId: 'tr_1', amountCents: -300, netCents: -300 })

  it('is one row while it lasts, and resolves itself when it is gone', async () => {
    await world.aPaidOrder()
    world.says.balanceOffCents = 1
    await run()
    await run(new Date(Date.now() + 1_000))
    const [open, ...others] = await openBreaks(world.database)
    expect(others).toEqual([])
    expect(open?.lastSeenAt.getTime()).toBeGreaterThan(open?.firstSeenAt.getTime() ?? 0)
    world.says.balanceOffCents = 0
    await run()
    expect(await world.database.reconciliationBreak.findUniqueOrThrow({ where: { id: open?.id ?? '' } })).toMatchObject({
      resolution: 'gone',
    })
  })

  it('stops payouts, and is told to every operator once', async () => {
    const operator = await makeOperator(world.ledger.url, 'finance')
    const line = theft()
    world.says.changes = (lines) => [...lines, line]
    const proof = await booksAreProven(world.desk, new Date())
    expect(proof).toMatchObject({ isProven: false, breaks: [{ kind: 'not_booked', subject: line.id, amountMicrocents: -300_000_000n }] })
    await booksAreProven(world.desk, new Date())
    const mail = await world.mailbox.waitForMail(operator.email)
    expect(mail.subject).toContain(line.id)
    expect(mail.text).toContain('tr_1')
    expect(world.mailbox.mails(operator.email)).toHaveLength(1)
  })

  it('of a run that could not be done: nothing is proven', async () => {
    const offline = { ...world.desk.stripe.moneyOut, balance: () => Promise.reject(new Error('Stripe is away')) }
    const desk = { ...world.desk, stripe: { ...world.desk.stripe, moneyOut: offline } }
    await expect(booksAreProven(desk, new Date())).rejects.toThrow('Stripe is away')
    expect(await world.database.reconciliationRun.findFirstOrThrow()).toMatchObject({ outcome: 'failed', failure: 'Stripe is away' })
    expect(await world.database.alert.findFirstOrThrow()).toMatchObject({ kind: 'reconciliation_failed', times: 1 })
  })
})
