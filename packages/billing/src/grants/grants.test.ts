// Grants: given once, spendable at once, taken back to the microcent.
import { newId, parsePublicId } from '@farebox/db'
import { dollars, holdRequest, ledgerWithHolds, opened, type PayingWorld, payingWorld } from '@farebox/ledger/testing'
import { type Microcents, microcents, ZERO } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { fundPool } from '../testing/fund-pool.ts'
import { runOut } from '../testing/run-out.ts'
import { type GrantRequest, issueGrant } from './issue-grant.ts'
import { listGrants } from './list-grants.ts'
import { poolBalance } from './pool.ts'
import { returnExpiredGrants } from './return-expired-grants.ts'
import { revokeGrant } from './revoke-grant.ts'

const world = opened(ledgerWithHolds)

const HOUR_MS = 3_600_000
const welcome = dollars('0.50')

type GrantingWorld = PayingWorld & { request: (changes?: Partial<GrantRequest>) => GrantRequest; pool: () => Promise<Microcents> }

async function anApp(poolMicrocents: Microcents): Promise<GrantingWorld> {
  const ids = await payingWorld(world.database)
  const { appId, organizationId } = ids
  await fundPool(world.database, ids, poolMicrocents)
  const request = (changes: Partial<GrantRequest> = {}): GrantRequest => ({
    ...{ appId, organizationId, mode: 'live', externalUserId: 'user_123', amountMicrocents: welcome, now: new Date() },
    ...changes,
  })
  return { ...ids, request, pool: () => poolBalance(world.database, { appId, mode: 'live' }) }
}

/** A call of the user that costs `base`, of which `used` is settled. */
async function call(app: GrantingWorld, externalUserId: string, base: Microcents, used: Microcents) {
  const hold = await openCall(app, externalUserId, base)
  return world.holds.settle({ ...hold, resolution: 'settled', baseMicrocents: used, costMicrocents: used })
}

async function openCall(app: GrantingWorld, externalUserId: string, base: Microcents) {
  const name = { appId_mode_externalUserId: { appId: app.appId, mode: 'live', externalUserId } } as const
  const { walletId, connectionId } = await world.database.externalUser.findUniqueOrThrow({ where: name })
  const answer = await world.holds.open(holdRequest({ ...app, walletId, connectionId }, base))
  expect(answer.outcome).toBe('held')
  return { holdId: answer.holdId, walletId }
}

describe('a grant', () => {
  it('S8: reaches a user who never existed; asked for again it is a duplicate and the pool is charged once', async () => {
    const app = await anApp(dollars('20.00'))
    const first = await issueGrant(world.database, app.request())
    expect(first).toMatchObject({
      externalUserId: 'user_123',
      amountGranted: welcome,
      balanceBefore: 0n,
      balanceAfter: welcome,
      duplicate: false,
    })
    const again = await issueGrant(world.database, app.request())
    expect(again).toEqual({ ...first, duplicate: true })
    expect(await app.pool()).toBe(dollars('19.50'))
    const books = await world.database.transaction.findMany({ where: { id: parsePublicId(first.ledgerId, 'transaction') ?? '' } })
    expect(books).toMatchObject([{ kind: 'grant.issued' }])
  })

  it('asked for by 20 requests at once is given once', async () => {
    const app = await anApp(dollars('20.00'))
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => issueGrant(world.database, app.request({ externalUserId: 'crowd' }))),
    )
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    expect(new Set(answers.map(({ ledgerId }) => ledgerId)).size).toBe(1)
    expect(await app.pool()).toBe(dollars('19.50'))
  })

  it('with another amount, description or user is another grant, and so is the same one a day later', async () => {
    const app = await anApp(dollars('20.00'))
    const now = new Date()
    const answers = [
      await issueGrant(world.database, app.request({ now })),
      await issueGrant(world.database, app.request({ now, amountMicrocents: dollars('0.51') })),
      await issueGrant(world.database, app.request({ now, description: 'again' })),
      await issueGrant(world.database, app.request({ now, externalUserId: 'user_124' })),
      await issueGrant(world.database, app.request({ now: new Date(now.getTime() + 24 * HOUR_MS) })),
    ]
    expect(answers.map(({ duplicate }) => duplicate)).toEqual(answers.map(() => false))
    const lastMinute = await issueGrant(world.database, app.request({ now: new Date(now.getTime() + 48 * HOUR_MS - 1) }))
    expect(lastMinute.duplicate).toBe(true)
  })

  it('with an Idempotency-Key is given once per key of a credential, and a key used for something else is refused', async () => {
    const app = await anApp(dollars('20.00'))
    const idempotency = { credentialId: app.apiKeyId, key: 'welcome-1' }
    expect((await issueGrant(world.database, app.request({ idempotency }))).duplicate).toBe(false)
    expect((await issueGrant(world.database, app.request({ idempotency }))).duplicate).toBe(true)
    const other = app.request({ idempotency, amountMicrocents: dollars('0.60') })
    await expect(issueGrant(world.database, other)).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    expect((await issueGrant(world.database, app.request({ idempotency: { ...idempotency, credentialId: newId() } }))).duplicate).toBe(
      false,
    )
    expect(await app.pool()).toBe(dollars('19.00'))
  })

  it('beyond the pool is refused, names no user, and is tried afresh once the pool is funded', async () => {
    const app = await anApp(dollars('0.40'))
    const idempotency = { credentialId: app.apiKeyId, key: 'once' }
    await expect(issueGrant(world.database, app.request({ idempotency }))).rejects.toMatchObject({ code: 'grant_pool_empty' })
    expect(await world.database.externalUser.count({ where: { appId: app.appId } })).toBe(0)
    expect(await app.pool()).toBe(dollars('0.40'))
    expect((await issueGrant(world.database, app.request({ idempotency, amountMicrocents: dollars('0.40') }))).duplicate).toBe(false)
  })

  it('in parallel from a pool that pays five: five are given, the pool ends at zero', async () => {
    const app = await anApp(dollars('2.50'))
    const asked = Array.from({ length: 12 }, (_, n) => issueGrant(world.database, app.request({ externalUserId: `user_${n}` })))
    const outcomes = await Promise.allSettled(asked)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    expect(await app.pool()).toBe(0n)
  })

  it.each([ZERO, microcents(-1n)])('of %s is refused', async (amountMicrocents) => {
    const app = await anApp(dollars('20.00'))
    await expect(issueGrant(world.database, app.request({ amountMicrocents }))).rejects.toMatchObject({
      code: 'invalid_request',
      param: 'amount',
    })
  })

  it('that would already be over, or for a user with no id, is refused', async () => {
    const app = await anApp(dollars('20.00'))
    const ended = app.request({ expiresAt: new Date(Date.now() - 1) })
    await expect(issueGrant(world.database, ended)).rejects.toMatchObject({ code: 'invalid_request', param: 'expires_at' })
    await expect(issueGrant(world.database, app.request({ externalUserId: '' }))).rejects.toMatchObject({ code: 'invalid_request' })
    expect(await app.pool()).toBe(dollars('20.00'))
  })
})

describe('taking a grant back', () => {
  const back = (app: GrantingWorld, grantId: string) =>
    revokeGrant(world.database, { appId: app.appId, mode: 'live', grantId, now: new Date() })

  it('returns what is left to the pool, once', async () => {
    const app = await anApp(dollars('20.00'))
    const { grantId } = await issueGrant(world.database, app.request())
    await call(app, 'user_123', dollars('0.20'), dollars('0.20'))
    expect(await back(app, grantId)).toMatchObject({ returned: dollars('0.30'), held: 0n })
    expect(await app.pool()).toBe(dollars('19.80'))
    await expect(back(app, grantId)).rejects.toMatchObject({ code: 'grant_not_revocable' })
    const { rows } = await listGrants(world.database, { appId: app.appId, mode: 'live', limit: 10, now: new Date() })
    expect(rows).toMatchObject([{ id: grantId, status: 'returned', left: 0n }])
  })

  it('M16: leaves a call under way its hold; the rest of the hold returns when the call has ended', async () => {
    const app = await anApp(dollars('20.00'))
    const { grantId } = await issueGrant(world.database, app.request())
    const hold = await openCall(app, 'user_123', dollars('0.20'))
    expect(await back(app, grantId)).toMatchObject({ returned: dollars('0.30'), held: dollars('0.20') })
    expect(await returnExpiredGrants(world.database, { now: new Date() })).toBe(0)
    const settled = await world.holds.settle({
      ...hold,
      resolution: 'settled',
      baseMicrocents: dollars('0.05'),
      costMicrocents: dollars('0.05'),
    })
    expect(settled).toMatchObject({ state: 'settled', baseMicrocents: dollars('0.05'), spendableMicrocents: 0n })
    expect(await returnExpiredGrants(world.database, { now: new Date() })).toBe(1)
    expect(await app.pool()).toBe(dollars('19.95'))
  })

  it('M17: a grant that ran out while held, and was given back by the call, returns to the pool and is never spendable again', async () => {
    const app = await anApp(dollars('20.00'))
    const anHourOn = new Date(Date.now() + HOUR_MS)
    await issueGrant(world.database, app.request({ expiresAt: anHourOn }))
    const hold = await openCall(app, 'user_123', dollars('0.50'))
    await runOut(world.url, hold.walletId)
    await world.holds.settle({ ...hold, resolution: 'released', baseMicrocents: ZERO, costMicrocents: ZERO })
    const name = { appId_mode_externalUserId: { appId: app.appId, mode: 'live', externalUserId: 'user_123' } } as const
    const { connectionId } = await world.database.externalUser.findUniqueOrThrow({ where: name })
    expect(await world.holds.spendable(hold.walletId, connectionId)).toBe(0n)
    expect(await returnExpiredGrants(world.database, { now: anHourOn })).toBe(1)
    expect(await app.pool()).toBe(dollars('20.00'))
    expect(await returnExpiredGrants(world.database, { now: anHourOn })).toBe(0)
  })

  it('M87: of another app is not found, whoever knows its id', async () => {
    const [mine, theirs] = [await anApp(dollars('20.00')), await anApp(dollars('20.00'))]
    const { grantId, ledgerId } = await issueGrant(world.database, theirs.request())
    await expect(back(mine, grantId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(back(mine, ledgerId)).rejects.toMatchObject({ code: 'not_found' })
    const sandbox = revokeGrant(world.database, { appId: theirs.appId, mode: 'sandbox', grantId, now: new Date() })
    await expect(sandbox).rejects.toMatchObject({ code: 'not_found' })
  })
})
