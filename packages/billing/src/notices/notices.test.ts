// What a wallet's owner is told by mail, once each, and what the links in those mails do.
import { newId, publicId } from '@farebox/db'
import { dollars, holdRequest, ledgerWithHolds, opened, type PayingWorld, payIn, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { setConnectionStatus, setSpendingLimit } from '../connections/change-connection.ts'
import { connectWallet } from '../connections/connect-wallet.ts'
import { connectionHistory, thatCame } from '../connections/connection-history.ts'
import type { Mail } from '../mails/index.ts'
import { findNotices } from './find-notices.ts'
import { changePreferences } from './preferences.ts'
import { sendNotices } from './send-notices.ts'
import { STOP_LINK_DAYS } from './stop-link.ts'
import { findStop, stopSpending } from './stop-spending.ts'

const secrets = 'a-secret-of-tests-that-signs-links-in-mails'
const DAY_MS = 86_400_000

const ledger = opened(() => ledgerWithHolds({ lanesMax: 1 }))
const outbox: { to: string; mail: Mail }[] = []
beforeAll(async () => {
  await findNotices(ledger.database, new Date(Date.now() - 60_000))
})

async function aRider({ limit = '1', balance = '8.50' } = {}) {
  const { database } = ledger
  const world = await payingWorld(database, { markupBps: 0, limitMicrocents: dollars(limit) })
  await payIn(database, { walletId: world.walletId, creditMicrocents: dollars(balance) })
  const { userId } = await database.wallet.findUniqueOrThrow({ where: { id: world.walletId } })
  const own = { walletId: world.walletId, userId: userId ?? '', appId: publicId('app', world.appId), now: new Date() }
  return { ...world, own }
}

async function spend(world: PayingWorld, baseMicrocents: Microcents) {
  const { holdId, outcome } = await ledger.holds.open(holdRequest(world, baseMicrocents))
  expect(outcome).toBe('held')
  const cost = { baseMicrocents, costMicrocents: microcents(0n), usage: {} }
  await ledger.holds.settle({ holdId, walletId: world.walletId, resolution: 'settled', ...cost })
}

/** Other tests of this server hold the journal's edge back while they write. */
async function kindsOf({ walletId }: PayingWorld, expected: string[]) {
  const kinds = async () => {
    await findNotices(ledger.database, new Date())
    const notices = await ledger.database.notice.findMany({ where: { walletId }, orderBy: { id: 'asc' } })
    expect(notices.map(({ kind }) => kind)).toEqual(expected)
  }
  await vi.waitFor(kinds, { timeout: 15_000, interval: 50 })
}

const desk = (now = new Date()) => {
  const send = async (to: string, mail: Mail) => void outbox.push({ to, mail })
  return { database: ledger.database, mailer: { send }, walletUrl: 'https://wallet.example', mailLinkSecret: secrets, now }
}

async function mailsTo({ userId }: { userId: string }): Promise<Mail[]> {
  await sendNotices(desk(), new Date())
  const { email } = await ledger.database.user.findUniqueOrThrow({ where: { id: userId } })
  return outbox.filter(({ to }) => to === email).map(({ mail }) => mail)
}

const stopTokens = (mail: Mail | undefined) => [...(mail?.text ?? '').matchAll(/\/stop\/(\S+)/g)].map(([, token = '']) => token)

describe('a spending limit', () => {
  it('is told once at 80 %, once when reached, and anew for a new limit; what is only reserved does not count', async () => {
    const rider = await aRider({ limit: '1' })
    await spend(rider, dollars('0.70'))
    const reserving = await ledger.holds.open(holdRequest(rider, dollars('0.25')))
    await kindsOf(rider, [])
    await ledger.holds.settle({
      ...{ holdId: reserving.holdId, walletId: rider.walletId, resolution: 'settled' },
      ...{ baseMicrocents: dollars('0.10'), costMicrocents: microcents(0n), usage: {} },
    })
    await kindsOf(rider, ['limit_near'])
    await spend(rider, dollars('0.05'))
    await kindsOf(rider, ['limit_near'])
    await spend(rider, dollars('0.15'))
    await kindsOf(rider, ['limit_near', 'limit_reached'])

    const limit = { limitMicrocents: dollars('1.20'), period: 'month' as const, callLimitMicrocents: null }
    await setSpendingLimit(ledger.database, rider.own, limit)
    await spend(rider, dollars('0.10'))
    await kindsOf(rider, ['limit_near', 'limit_reached', 'limit_near'])

    const mails = await mailsTo(rider.own)
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      'PixelPal has reached your limit',
      'PixelPal has spent 91 % of your limit',
      'PixelPal has spent 91 % of your limit',
    ])
    expect(await mailsTo(rider.own)).toHaveLength(3)
  })

  it('counts as reached where a call was refused for it', async () => {
    const rider = await aRider({ limit: '1' })
    await spend(rider, dollars('0.90'))
    const refused = { mode: 'live' as const, appId: rider.appId, credentialId: rider.connectionId, code: 'spending_limit_reached' }
    await kindsOf(rider, ['limit_near'])
    await ledger.database.refusedCall.create({ data: { id: newId(), ...refused, at: new Date() } })
    // Refused calls are written some seconds late, so they are read some seconds later.
    await findNotices(ledger.database, new Date(Date.now() + 6_000))
    await kindsOf(rider, ['limit_near', 'limit_reached'])
  })
})

describe('a low balance', () => {
  it('is told once after each top-up, below the amount its owner chose', async () => {
    const rider = await aRider({ limit: '100', balance: '4.05' })
    await changePreferences(ledger.database, rider.own, { lowBalanceBelow: dollars('3') })
    await spend(rider, dollars('1'))
    await kindsOf(rider, [])
    await spend(rider, dollars('0.10'))
    await kindsOf(rider, ['balance_low'])
    await spend(rider, dollars('0.10'))
    await kindsOf(rider, ['balance_low'])
    await payIn(ledger.database, { walletId: rider.walletId, creditMicrocents: dollars('4.05') })
    await spend(rider, dollars('5'))
    await kindsOf(rider, ['balance_low', 'balance_low'])
    const [mail] = await mailsTo(rider.own)
    expect(mail?.subject).toBe('$1.90 left in your wallet')
  })
})

describe('a mail about an app', () => {
  async function connected() {
    const rider = await aRider()
    const { walletId, appId, own } = rider
    await setConnectionStatus(ledger.database, own, 'revoked')
    const terms = { limitMicrocents: dollars('5'), limitPeriod: 'month' as const, callLimitMicrocents: dollars('0.50') }
    await connectWallet(ledger.database, { userId: own.userId, walletId, mode: 'live', appId, ...terms, now: new Date() })
    const [mail] = await mailsTo(own)
    const [stopApp = '', pauseAll = ''] = stopTokens(mail)
    const statuses = async () => {
      const where = { walletId_id: { walletId, id: rider.connectionId } }
      const { status } = await ledger.database.connection.findUniqueOrThrow({ where })
      const wallet = await ledger.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
      return { app: status, wallet: wallet.status }
    }
    return { ...rider, mail, stopApp, pauseAll, statuses }
  }
  const stopDesk = () => ({ database: ledger.database, secrets })

  it('comes when it may spend, and its link takes the permission back without a sign-in; looking at it does not', async () => {
    const rider = await connected()
    expect(rider.mail?.subject).toBe('PixelPal may now spend from your wallet')
    expect(rider.mail?.text).toContain('up to $5.00 a month')
    const now = new Date()
    expect(await findStop(stopDesk(), rider.stopApp, now)).toMatchObject({ stops: 'app', appName: 'PixelPal', isStopped: false })
    expect(await rider.statuses()).toEqual({ app: 'active', wallet: 'open' })

    await stopSpending(stopDesk(), rider.stopApp, now)
    await stopSpending(stopDesk(), rider.stopApp, now)
    expect(await rider.statuses()).toEqual({ app: 'revoked', wallet: 'open' })
    expect((await ledger.holds.open(holdRequest(rider, dollars('0.01')))).outcome).toBe('connection_revoked')
    const audit = { subject: publicId('connection', rider.connectionId), details: { path: ['by'], equals: 'mail link' } }
    expect(await ledger.database.auditEntry.count({ where: audit })).toBe(1)
  })

  it('can pause all spending, never resume it, and is worth nothing when it is old', async () => {
    const rider = await connected()
    const later = new Date(Date.now() + STOP_LINK_DAYS * DAY_MS + 1_000)
    await expect(stopSpending(stopDesk(), rider.pauseAll, later)).rejects.toThrow('older than 90 days')
    expect(await rider.statuses()).toEqual({ app: 'active', wallet: 'open' })
    await stopSpending(stopDesk(), rider.pauseAll, new Date())
    await stopSpending(stopDesk(), rider.pauseAll, new Date())
    expect(await rider.statuses()).toEqual({ app: 'active', wallet: 'paused' })
  })

  it('is not sent to whoever does not want it, and is tried again where the mail server was away', async () => {
    const rider = await aRider()
    const { walletId, appId, own } = rider
    const allow = async () => {
      await setConnectionStatus(ledger.database, own, 'revoked')
      const terms = { limitMicrocents: dollars('5'), limitPeriod: 'month' as const, now: new Date() }
      await connectWallet(ledger.database, { userId: own.userId, walletId, mode: 'live', appId, ...terms })
    }
    await changePreferences(ledger.database, own, { newApp: false })
    await allow()
    expect(await mailsTo(own)).toEqual([])

    await changePreferences(ledger.database, own, { newApp: true })
    await allow()
    const away = { ...desk(), mailer: { send: () => Promise.reject(new Error('away')) } }
    expect(await sendNotices(away, new Date())).toBe(0)
    expect(await mailsTo(own)).toEqual([])
    await sendNotices(desk(), new Date(Date.now() + 61_000))
    expect(await mailsTo(own)).toHaveLength(1)
    const outcomes = await ledger.database.notice.findMany({ where: { walletId }, orderBy: { id: 'asc' }, select: { outcome: true } })
    expect(outcomes).toEqual([{ outcome: 'unwanted' }, { outcome: 'sent' }])
  })
})

describe('the history of an app', () => {
  it('adds up what it spent by day, and forgets markups that were replaced before they came', async () => {
    const rider = await aRider({ limit: '100' })
    await spend(rider, dollars('0.25'))
    await spend(rider, dollars('0.50'))
    const { days, markups } = await connectionHistory(ledger.database, rider.walletId, rider.own.appId, new Date())
    expect(days).toHaveLength(30)
    expect(days.at(-1)).toEqual({ date: new Date().toISOString().slice(0, 10), amount: dollars('0.75'), calls: 2 })
    expect(days.slice(0, -1).every(({ amount, calls }) => amount === 0n && calls === 0)).toBe(true)
    expect(markups).toEqual([])

    const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute))
    const set = (markupBps: number, from: number) => ({ at: at(from - 1), details: { markupBps, from: at(from).toISOString() } })
    const entries = [set(3_000, 30), set(2_000, 11), { ...set(9_000, 12), at: at(9) }, set(1_500, 2)]
    expect(thatCame(entries, at(20)).map(({ markupBps }) => markupBps)).toEqual([2_000, 1_500])
  })
})
