// Earnings become available by day, once, and to the microcent.
import { connectDatabase, newId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { Holds } from '@farebox/ledger/holds'
import { dollars, foldAll, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { clockJobs, openMailer, openStripe } from '../jobs.ts'
import { WebhookSecrets } from '../webhooks/webhook-secrets.ts'
import { matureEarnings } from './mature-earnings.ts'

const ledger = opened(() => ledgerWithHolds({ lanesMax: 1 }))

const DAY_MS = 86_400_000
const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS)

async function call(world: PayingWorld, baseMicrocents: Microcents) {
  const { holdId } = await ledger.holds.open(holdRequest(world, baseMicrocents))
  const zero = microcents(0n)
  const settled = await ledger.holds.settle({
    ...{ holdId, walletId: world.walletId, resolution: 'settled', baseMicrocents, costMicrocents: zero, usage: {} },
  })
  // Tests beside this one, on the same server, hold folding back.
  await foldAll(ledger.database)
  return settled
}

async function aPaidCall(mode: 'live' | 'sandbox' = 'live') {
  const world = await payingWorld(ledger.database, { mode, markupBps: 1_500 })
  await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('8.50'), mode })
  const { markupMicrocents } = await call(world, dollars('1'))
  return { world, markupMicrocents }
}

async function available({ organizationId }: PayingWorld, mode: 'live' | 'sandbox' = 'live') {
  const account = await ledger.database.account.findUnique({
    where: { mode_kind_id: { mode, kind: 'earnings_available', id: organizationId } },
  })
  return account?.balanceMicrocents ?? 0n
}

describe('maturing earnings', () => {
  it('S16: a charge of day 0 is not available on day 6, is on day 7, once', async () => {
    const { world, markupMicrocents } = await aPaidCall()
    expect(markupMicrocents).toBe(15_000_000n)
    await matureEarnings(ledger.database, daysFromNow(6))
    expect(await available(world)).toBe(0n)
    await matureEarnings(ledger.database, daysFromNow(7))
    expect(await available(world)).toBe(15_000_000n)
    await matureEarnings(ledger.database, daysFromNow(8))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('M33: ten runs at once move each microcent once', async () => {
    const { world } = await aPaidCall()
    await Promise.all(Array.from({ length: 10 }, () => matureEarnings(ledger.database, daysFromNow(7))))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('M33: what settled after a first run of its day follows with the next', async () => {
    const { world } = await aPaidCall()
    await matureEarnings(ledger.database, daysFromNow(7))
    await call(world, dollars('2'))
    await matureEarnings(ledger.database, daysFromNow(7))
    expect(await available(world)).toBe(45_000_000n)
  })

  it('waits as long as the organization’s delay says', async () => {
    const { world } = await aPaidCall()
    await ledger.database.organization.update({ where: { id: world.organizationId }, data: { earningsDelayDays: 30 } })
    await matureEarnings(ledger.database, daysFromNow(29))
    expect(await available(world)).toBe(0n)
    await matureEarnings(ledger.database, daysFromNow(30))
    expect(await available(world)).toBe(15_000_000n)
  })

  it('moves nothing in the sandbox', async () => {
    const { world } = await aPaidCall('sandbox')
    await matureEarnings(ledger.database, daysFromNow(90))
    expect(await available(world, 'sandbox')).toBe(0n)
  })

  it('has nothing to do for an organization that earned nothing', async () => {
    await ledger.database.organization.create({ data: { id: newId(), name: 'Quiet' } })
    await matureEarnings(ledger.database, daysFromNow(90))
    expect(await matureEarnings(ledger.database, daysFromNow(90))).toBe(0)
  })
})

describe('the day of earnings', () => {
  /** A paid call at this moment, by the ledger's clock. */
  async function chargedAt(at: string): Promise<PayingWorld> {
    const world = await payingWorld(ledger.database, { markupBps: 1_500 })
    await payIn(ledger.database, { walletId: world.walletId, creditMicrocents: dollars('8.50') })
    const then = new Holds(ledger.url, { lanesMax: 1, clockOffset: offsetTo(at) })
    const { holdId } = await then.open(holdRequest(world, dollars('1')))
    const cost = { baseMicrocents: dollars('1'), costMicrocents: microcents(0n), usage: {} }
    await then.settle({ holdId, walletId: world.walletId, resolution: 'settled', ...cost })
    await then.end()
    await foldAll(ledger.database)
    return world
  }

  const offsetTo = (at: string) => `${Math.round((Date.parse(at) - Date.now()) / 1_000)} seconds`

  it.each([
    ['the end of a day', '2028-01-10T23:59:50Z', '2028-01-17'],
    ['the beginning of a day', '2028-01-11T00:00:10Z', '2028-01-18'],
    ['a leap day', '2028-02-22T12:00:00Z', '2028-02-29'],
    ['the day after a leap day', '2028-02-23T12:00:00Z', '2028-03-01'],
    ['the hour that is skipped in spring', '2028-03-05T12:00:00Z', '2028-03-12'],
    ['the hour that comes twice in autumn', '2028-10-29T12:00:00Z', '2028-11-05'],
    ['the end of a year', '2028-12-25T23:59:50Z', '2029-01-01'],
  ])(
    'M71: %s: charged at %s, available from the first moment of %s (UTC), wherever machine and database are',
    async (_, at, availableOn) => {
      const world = await chargedAt(at)
      const first = new Date(`${availableOn}T00:00:00Z`)
      const zone = process.env.TZ
      process.env.TZ = 'America/New_York'
      const owner = await connectAsOwner(ledger.url)
      await owner.query(`alter database "${new URL(ledger.url).pathname.slice(1)}" set timezone to 'Asia/Kolkata'`)
      await owner.end()
      const elsewhere = connectDatabase(ledger.url)
      try {
        await matureEarnings(elsewhere, new Date(first.getTime() - 1))
        expect(await available(world)).toBe(0n)
        await matureEarnings(elsewhere, first)
        expect(await available(world)).toBe(15_000_000n)
      } finally {
        await elsewhere.$disconnect()
        if (zone === undefined) delete process.env.TZ
        else process.env.TZ = zone
      }
    },
  )

  it('M71: the job asks the database which day it is: a machine whose clock is an hour off changes nothing', async () => {
    const world = await chargedAt('2030-05-01T12:00:00Z')
    const job = clockJobs.find(({ name }) => name === 'mature earnings')
    async function runWhere({ ledgerAt, machineAt }: { ledgerAt: string; machineAt: string }) {
      const database = connectDatabase(ledger.url, { clockOffset: offsetTo(ledgerAt) })
      const stripe = openStripe({ secretKey: 'sk_test_unused', apiBase: 'http://127.0.0.1:9' })
      const mailer = openMailer({ smtpUrl: 'smtp://127.0.0.1:9', from: 'Farebox <hello@farebox.test>' })
      const webhooks = { secrets: new WebhookSecrets(Buffer.alloc(32)), reach: { allowsLocalhost: true } }
      await job?.run(
        { database, holds: ledger.holds, stripe, mailer, webhooks, walletUrl: '', dashboardUrl: '', mailLinkSecret: '' },
        new Date(machineAt),
      )
      await database.$disconnect()
    }
    await runWhere({ ledgerAt: '2030-05-07T23:30:00Z', machineAt: '2030-05-08T00:30:00Z' })
    expect(await available(world)).toBe(0n)
    await runWhere({ ledgerAt: '2030-05-08T00:00:30Z', machineAt: '2030-05-07T23:00:30Z' })
    expect(await available(world)).toBe(15_000_000n)
  })
})
