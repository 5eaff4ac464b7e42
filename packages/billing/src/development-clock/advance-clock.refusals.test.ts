// Time stands where the machine has it: in production, beside the real Stripe, and for whoever asks for nonsense.
import { ledgerDatabase, opened } from '@farebox/ledger/testing'
import { type StripeStandIn, startStripeStandIn } from '@farebox/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { advanceClock } from './advance-clock.ts'
import { openClock } from './clock.ts'
import { readOffset } from './stored-offset.ts'

const ledger = opened(ledgerDatabase)
let stripe: StripeStandIn
beforeAll(async () => {
  stripe = await startStripeStandIn()
})
afterAll(() => stripe.stop())

const deskOf = (environment: 'test' | 'production', stripeApiBase: string | undefined) => ({
  database: ledger.database,
  clock: openClock(ledger.database, environment),
  stripeApiBase,
})

describe('moving time is refused', () => {
  it('in production, and beside the real Stripe', async () => {
    const refused = { code: 'clock_not_movable' }
    await expect(advanceClock(deskOf('production', stripe.url), 7)).rejects.toMatchObject(refused)
    await expect(advanceClock(deskOf('test', undefined), 7)).rejects.toMatchObject(refused)
    expect(await readOffset(ledger.database)).toBe(0)
  })

  it.each([0, -1, 1.5, 401, Number.NaN])('by %s days', async (days) => {
    await expect(advanceClock(deskOf('test', stripe.url), days)).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await readOffset(ledger.database)).toBe(0)
  })

  it('when the stand-in is away: the two never have different times', async () => {
    await expect(advanceClock(deskOf('test', 'http://127.0.0.1:9'), 7)).rejects.toThrow()
    expect(await readOffset(ledger.database)).toBe(0)
  })

  it('in production an offset that is in the database is not heeded', async () => {
    await advanceClock(deskOf('test', stripe.url), 7)
    const { now, recentNow } = openClock(ledger.database, 'production')
    expect(Math.abs((await now()).getTime() - Date.now())).toBeLessThan(1_000)
    expect(Math.abs(recentNow().getTime() - Date.now())).toBeLessThan(1_000)
  })
})
