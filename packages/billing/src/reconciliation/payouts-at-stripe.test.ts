// Payouts, transfers and everything else that moves our balance at Stripe, through the whole of it: the two books stay one.
import { dollars, opened } from '@farebox/ledger/testing'
import { describe, expect, it } from 'vitest'
import { resolveUnknownPayout } from '../payouts/resolve-unknown-payout.ts'
import { sendPayout } from '../payouts/send-payout.ts'
import { anApprovedPayout, atStripe, deliverEvents, inAWeek, payoutWorld } from '../testing/payout-world.ts'
import { openBreaks } from './found-break.ts'
import { runReconciliation } from './run-reconciliation.ts'

const world = opened(payoutWorld)

/** As late as Stripe's own clock, and a moment more. */
const run = (laterMs = 1_000) =>
  runReconciliation(world.desk, { trigger: 'operator', now: new Date(world.stripe.nowSeconds() * 1_000 + laterMs) })
const breaks = async () => (await openBreaks(world.database)).map(({ kind, amountMicrocents }) => ({ kind, amountMicrocents }))

describe('reconciliation of payouts', () => {
  it('waits for a transfer whose answer was lost, and proves it once it is known', async () => {
    const { payoutId } = await anApprovedPayout(world, dollars('15.50'))
    world.stripe.faults.set({ api: { next: 20, path: '/v1/transfers', method: 'POST', how: 'drop' } })
    expect(await sendPayout(world.till, payoutId, inAWeek())).toBe('unknown')
    world.stripe.faults.reset()
    const before = await run()
    expect({ outcome: before.outcome, breaks: await breaks() }).toEqual({ outcome: 'proven', breaks: [] })
    expect(before.result).toMatchObject({ waiting: '-1550000000' })
    expect(await resolveUnknownPayout(world.till, payoutId, inAWeek())).toBe('sent')
    const after = await run()
    expect(after).toMatchObject({ outcome: 'proven', result: { waiting: '0' } })
    expect(after.result).toMatchObject({ stripeBalance: (after.result as { ledgerBalance: string }).ledgerBalance })
  })

  it('proves a transfer that was taken back in two parts', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('12.00'))
    await sendPayout(world.till, payoutId, inAWeek())
    const [transfer] = await world.till.stripe.moneyOut.transfersOf(payoutId)
    for (const amount of ['400', '123']) await atStripe(world, `/v1/transfers/${transfer?.transferId}/reversals`, { amount })
    expect((await run()).outcome).toBe('proven')
    expect((await run(2 * 3_600_000)).outcome).toBe('broken')
    await deliverEvents(world, developer.stripeAccountId, { now: inAWeek() })
    expect({ outcome: (await run(2 * 3_600_000)).outcome, breaks: await breaks() }).toEqual({ outcome: 'proven', breaks: [] })
  })

  it('books what Stripe charges, and money from our bank', async () => {
    world.stripe.connect.chargeFee(200, 'One active recipient')
    world.stripe.connect.addBalance(5_000)
    expect({ outcome: (await run()).outcome, breaks: await breaks() }).toEqual({ outcome: 'proven', breaks: [] })
    const kinds = await world.database.transaction.groupBy({
      by: ['kind'],
      where: { kind: { in: ['stripe_charge.booked', 'bank_payout.booked'] } },
    })
    expect(kinds).toHaveLength(2)
  })

  it('M86: names a second transfer of a payout that was sent, at once', async () => {
    const { developer, payoutId } = await anApprovedPayout(world, dollars('11.00'))
    await sendPayout(world.till, payoutId, inAWeek())
    expect((await run()).outcome).toBe('proven')
    const again = { amount: '1100', currency: 'usd', destination: developer.stripeAccountId, transfer_group: `payout_${payoutId}` }
    const { id } = await atStripe(world, '/v1/transfers', again)
    expect((await run()).outcome).toBe('broken')
    expect(await breaks()).toEqual([{ kind: 'not_booked', amountMicrocents: -1_100_000_000n }])
    const [found] = await openBreaks(world.database)
    expect(found?.explanation).toContain(id)
  })
})
