// M36: the database is lost and a backup of five minutes ago restored. Stripe's events, read again, bring the books back to Stripe's.
import { connectDatabase } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { assertReconciled } from '@farebox/ledger/reconcile'
import { opened } from '@farebox/ledger/testing'
import { expect, it, vi } from 'vitest'
import { followPayments } from '../payments/follow-payments.ts'
import { reconciliationWorld } from '../testing/reconciliation-world.ts'
import { anOpenOrder, balanceOf } from '../testing/top-up-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { sweepStripe } from '../topups/sweep-stripe.ts'
import { runReconciliation } from './run-reconciliation.ts'

const world = opened(reconciliationWorld)

const RESTORED = 'restored_copy'

function urlOf(database: string): string {
  const url = new URL(world.ledger.url)
  url.pathname = `/${database}`
  return url.href
}

/** A copy of the database as it is now: the backup. Nobody may be connected while it is made. */
async function backUp(name: string): Promise<void> {
  await world.database.$disconnect()
  const server = await connectAsOwner(urlOf('postgres'))
  try {
    const original = new URL(world.ledger.url).pathname.slice(1)
    await vi.waitFor(() => server.query(`create database "${name}" template "${original}"`), { timeout: 10_000 })
  } finally {
    await server.end()
  }
}

it('M36: restore from a backup, then replay Stripe’s events: the books equal Stripe’s', async () => {
  await world.aPaidOrder()
  const open = await anOpenOrder(world)
  const name = `${RESTORED}_${process.pid}`
  await backUp(name)

  // What the backup does not know: the payment, its credit, its fee.
  world.stripe.pay(open.sessionId)
  await completeOrder(world.till, open.orderId, new Date())
  await vi.waitFor(async () => {
    await followPayments(world.till, new Date())
    expect((await world.database.order.findUniqueOrThrow({ where: { id: open.orderId } })).feeBookedAt).not.toBeNull()
  })

  const restored = connectDatabase(urlOf(name))
  const desk = { ...world.desk, database: restored }
  try {
    expect(await balanceOf(restored, open.walletId)).toBe(0n)
    expect(await sweepStripe(desk, new Date())).toBeGreaterThan(0)
    for (const { id } of await restored.stripeEvent.findMany()) await handleStripeEvent(desk, id, new Date())
    expect(await balanceOf(restored, open.walletId)).toBe(850_000_000n)
    const { outcome, result } = await runReconciliation(desk, { trigger: 'operator', now: new Date() })
    expect(outcome).toBe('proven')
    const cents = String(2 * 941 * 1_000_000)
    expect(result).toMatchObject({ stripeBalance: cents, ledgerBalance: cents })
    await assertReconciled(restored)
  } finally {
    await restored.$disconnect()
    const server = await connectAsOwner(urlOf('postgres'))
    await server.query(`drop database "${name}" with (force)`)
    await server.end()
  }
})
