// A developer's earnings: each microcent of markup is somewhere, and none is anybody else's.
import { newId, publicId } from '@farebox/db'
import { earningsMatured, earningsToTake, post } from '@farebox/ledger'
import { dollars, foldAll, opened } from '@farebox/ledger/testing'
import { microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { aCall, aDeveloper, aPayer, asPerson, type Developer, developerWorld } from '../../test/developer-world.ts'
import { makeRider, topUp, walletTotals } from '../testing/world.ts'
import { earningsStatement } from './earnings-statement.ts'

const world = opened(developerWorld)

const statementOf = ({ organizationId }: Developer) => earningsStatement(world.database, { organizationId, mode: 'live', delayDays: 7 })
const today = () => new Date().toISOString().slice(0, 10)

/** What `mature-earnings` does for one day. */
async function mature({ organizationId }: Developer): Promise<void> {
  await foldAll(world.database)
  const day = { mode: 'live', organizationId, accrualDay: today() } as const
  await world.database.$transaction(async (transaction) => {
    const taken = await earningsToTake(transaction, day)
    await post(transaction, earningsMatured({ transactionId: newId(), ...day, ...taken }))
  })
}

describe('an earnings statement', () => {
  it('of an organization that never earned is zero in every part', async () => {
    const developer = await aDeveloper(world)
    const left = { held: 0n, reserved: 0n, paid: 0n, spent: 0n, recouped: 0n, takenBack: 0n }
    const nothing = { earned: 0n, pending: 0n, matured: 0n, available: 0n, ...left, pendingDays: [], sources: [], isProven: true }
    expect(await statementOf(developer)).toEqual(nothing)
  })

  it('S15: sums to the books to the microcent: before folding, after it, and after a part has matured', async () => {
    const developer = await aDeveloper(world, { markupBps: 1_537 })
    const payer = await aPayer(world, developer, { externalUserId: 'user_123', creditMicrocents: dollars('10.00') })
    const bases = [1n, 7n, 12_345n, 999_999n, 31_415_926n].map(microcents)
    const markups = bases.map((base) => (base * 1_537n) / 10_000n)
    const total = markups.reduce((sum, markup) => sum + markup, 0n)
    for (const base of bases.slice(0, 3)) await aCall(world, developer, payer, base)
    await foldAll(world.database)
    for (const base of bases.slice(3)) await aCall(world, developer, payer, base)

    const before = await statementOf(developer)
    expect(before).toMatchObject({ earned: total, pending: total, matured: 0n, available: 0n, isProven: true })
    const availableOn = new Date(Date.parse(today()) + 7 * 86_400_000).toISOString().slice(0, 10)
    expect(before.pendingDays).toEqual([{ date: today(), amount: total, availableOn }])
    expect(before.sources).toEqual([
      { appId: developer.publicAppId, appName: 'PixelPal', model: 'test-model', calls: bases.length, earned: total },
    ])

    await mature(developer)
    expect(await statementOf(developer)).toMatchObject({
      earned: total,
      pending: 0n,
      matured: total,
      available: total,
      pendingDays: [],
      isProven: true,
    })
    const late = await aCall(world, developer, payer, dollars('0.10'))
    const after = await statementOf(developer)
    expect(after).toMatchObject({ pending: 1_537_000n, matured: total, available: total, isProven: true })
    expect(after.pending + after.matured).toBe(after.earned)
    expect(late).toBeTypeOf('string')
  })

  it('S14: one top-up pays in two apps of two organizations; each sees and earns only its own', async () => {
    const [pixel, lingo] = [await aDeveloper(world, { markupBps: 1_500 }), await aDeveloper(world, { markupBps: 3_000 })]
    const apps = [
      { ...pixel, markupBps: 1_500 },
      { ...lingo, markupBps: 3_000 },
    ]
    const walletId = await makeRider(world.database, apps, 'user_123')
    await topUp(world.database, walletId, dollars('2.00'))
    const connectionTo = async ({ appId }: Developer) =>
      world.database.connection.findUniqueOrThrow({ where: { appId_walletId: { appId, walletId } } })
    const payerIn = async (developer: Developer) => {
      const { id: connectionId } = await connectionTo(developer)
      return { walletId, connectionId, externalUserId: 'user_123' }
    }
    await aCall(world, pixel, await payerIn(pixel), dollars('1.00'))
    await aCall(world, lingo, await payerIn(lingo), dollars('0.50'))
    expect((await walletTotals(world.database, walletId)).available).toBe(dollars('0.20'))
    expect(await statementOf(pixel)).toMatchObject({ earned: dollars('0.15'), sources: [{ appId: pixel.publicAppId }] })
    expect(await statementOf(lingo)).toMatchObject({ earned: dollars('0.15'), sources: [{ appId: lingo.publicAppId }] })
    const seen = await asPerson(world, pixel.person).usage.charges({ appId: pixel.publicAppId })
    expect(seen.rows).toHaveLength(1)
    expect(seen.rows[0]).toMatchObject({ base: dollars('1.00'), markup: dollars('0.15'), total: dollars('1.15') })
  })

  it('M69: what an organization spends itself, and what grants pay, earns nothing', async () => {
    const developer = await aDeveloper(world)
    const api = asPerson(world, developer.person)
    const app = { appId: developer.publicAppId, mode: 'sandbox' } as const
    const key = await api.keys.create({ ...app, name: 'sandbox', billingMode: 'developer' })
    await api.grants.give({ ...app, externalUserId: 'guest', amount: '0.50', requestKey: crypto.randomUUID() })
    const wallet = await world.database.wallet.findFirstOrThrow({ where: { organizationId: developer.organizationId, mode: 'sandbox' } })
    const own = await world.database.connection.findFirstOrThrow({ where: { walletId: wallet.id, appId: developer.appId } })
    const guest = await world.database.externalUser.findFirstOrThrow({ where: { appId: developer.appId, externalUserId: 'guest' } })
    const sandboxKey = await world.database.apiKey.findFirstOrThrow({ where: { lastFour: key.lastFour, appId: developer.appId } })
    const caller = { ...developer, apiKeyId: sandboxKey.id }
    await aCall(world, caller, { walletId: wallet.id, connectionId: own.id, externalUserId: 'organization' }, dollars('0.10'))
    await aCall(world, caller, guest, dollars('0.20'))
    const { rows } = await api.usage.charges(app)
    expect(rows.map(({ base, markup }) => ({ base, markup }))).toEqual([
      { base: dollars('0.20'), markup: 0n },
      { base: dollars('0.10'), markup: 0n },
    ])
    const receipt = await api.usage.charge({ ...app, id: rows[0]?.requestId ?? '' })
    expect(receipt.sources).toEqual([{ kind: 'grant', amount: dollars('0.20') }])
    const statement = await earningsStatement(world.database, { organizationId: developer.organizationId, mode: 'sandbox', delayDays: 7 })
    expect(statement).toMatchObject({ earned: 0n, pending: 0n, isProven: true })
  })
})

describe('the reports of an app', () => {
  it('count 30 days with zeros, page by page, and show users only what they spent here', async () => {
    const developer = await aDeveloper(world)
    const payer = await aPayer(world, developer, { externalUserId: 'user_b', creditMicrocents: dollars('5.00') })
    const idle = await aPayer(world, developer, { externalUserId: 'user_a', creditMicrocents: dollars('5.00') })
    const ids = [await aCall(world, developer, payer, dollars('0.10')), await aCall(world, developer, payer, dollars('0.20'))]
    const api = asPerson(world, developer.person)
    const app = { appId: developer.publicAppId }

    const overview = await api.apps.overview(app)
    expect(overview).toMatchObject({ spent: dollars('0.345'), earned: dollars('0.045'), calls: 2, payers: 1, refusedCalls: 0 })
    expect(overview.days).toHaveLength(30)
    expect(overview.days.at(-1)).toEqual({ date: today(), spent: dollars('0.345'), earned: dollars('0.045'), calls: 2 })
    expect(overview.days.slice(0, -1).every(({ calls }) => calls === 0)).toBe(true)

    const first = await api.usage.charges({ ...app, limit: 1 })
    const second = await api.usage.charges({ ...app, limit: 1, after: first.rows[0]?.id ?? '' })
    const listed = [...first.rows, ...second.rows].map(({ id }) => id)
    expect({ hasMore: [first.hasMore, second.hasMore], listed: listed.sort() }).toEqual({
      hasMore: [true, false],
      listed: ids.map((id) => publicId('charge', id)).sort(),
    })

    const users = await api.usage.users(app)
    expect(users.rows.map(({ externalUserId, spent, earned, calls }) => ({ externalUserId, spent, earned, calls }))).toEqual([
      { externalUserId: 'user_a', spent: 0n, earned: 0n, calls: 0 },
      { externalUserId: 'user_b', spent: dollars('0.345'), earned: dollars('0.045'), calls: 2 },
    ])
    expect(JSON.stringify(users, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(idle.walletId)
  })

  it('show refused calls of the last 7 days with code and request id, older ones not', async () => {
    const developer = await aDeveloper(world)
    const now = new Date()
    const refused = (ageDays: number, code: string) => {
      const at = new Date(now.getTime() - ageDays * 86_400_000)
      return {
        id: newId(at.getTime()),
        mode: 'live' as const,
        appId: developer.appId,
        code,
        at,
        externalUserId: 'user_123',
        model: 'gpt-4o',
      }
    }
    await world.database.refusedCall.createMany({
      data: [refused(1, 'wallet_empty'), refused(3, 'rate_limit_exceeded'), refused(8, 'wallet_empty')],
    })
    const api = asPerson(world, developer.person)
    const { rows, codes } = await api.usage.refusedCalls({ appId: developer.publicAppId })
    expect(rows.map(({ code }) => code)).toEqual(['wallet_empty', 'rate_limit_exceeded'])
    expect(rows[0]?.requestId).toMatch(/^req_/)
    expect(rows[0]?.meaning).toContain('Nothing was charged')
    expect(codes).toEqual([
      { code: 'rate_limit_exceeded', count: 1 },
      { code: 'wallet_empty', count: 1 },
    ])
    const filtered = await api.usage.refusedCalls({ appId: developer.publicAppId, code: 'wallet_empty' })
    expect(filtered.rows).toHaveLength(1)
    expect((await api.usage.refusedCalls({ appId: developer.publicAppId, mode: 'sandbox' })).rows).toEqual([])
  })
})
