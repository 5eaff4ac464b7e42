// What the front page of the console says of the system.
import { newId } from '@farebox/db'
import { opened } from '@farebox/ledger/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { enqueuer, stopEnqueuing } from '../queue/enqueue.ts'
import { ledgerDatabase } from '../testing/world.ts'
import { systemHealth } from './system-health.ts'

const ledger = opened(ledgerDatabase)
afterAll(() => stopEnqueuing(ledger.database))

const statesOf = async () => Object.fromEntries((await systemHealth(ledger.database)).map(({ name, state }) => [name, state]))
const longAgo = new Date(Date.now() - 6 * 60_000)

describe('system health', () => {
  it('is well where nothing waits', async () => {
    expect(await statesOf()).toEqual({ 'Stripe events': 'well', Jobs: 'well', 'Calls under way': 'well' })
  })

  it('tells of events that wait, and then of those that failed', async () => {
    const data = { type: 'charge.updated', livemode: false, payload: {}, receivedAt: longAgo }
    await ledger.database.stripeEvent.create({ data: { id: `evt_${newId()}`, ...data } })
    expect(await statesOf()).toMatchObject({ 'Stripe events': 'late' })
    await ledger.database.stripeEvent.create({ data: { id: `evt_${newId()}`, ...data, status: 'failed' } })
    const [events] = await systemHealth(ledger.database)
    expect(events).toMatchObject({ state: 'failed', says: '1 failed and will not be tried again by themselves.', since: longAgo })
  })

  it('tells of jobs that nobody works', async () => {
    const enqueue = await enqueuer(ledger.database)
    await ledger.database.$transaction((transaction) => enqueue(transaction, 'send-receipt', { orderId: newId() }))
    expect(await statesOf()).toMatchObject({ Jobs: 'well' })
    await ledger.database.$executeRawUnsafe(`update pgboss.job set start_after = now() - interval '6 minutes' where name = 'send-receipt'`)
    expect(await statesOf()).toMatchObject({ Jobs: 'late' })
  })
})
