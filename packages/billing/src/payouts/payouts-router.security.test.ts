// Money out belongs to the owners and finance people of one organization, and to operators whose role has the permission.
import type { Person } from '@farebox/auth/principal'
import { newId, publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { asPerson } from '../../test/developer-world.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { type ApprovedPayout, anApprovedPayout, inAWeek, type PaidDeveloper, payoutWorld } from '../testing/payout-world.ts'

const world = opened(payoutWorld)
let mine: ApprovedPayout
let theirs: ApprovedPayout
beforeAll(async () => {
  mine = await anApprovedPayout(world, dollars('15.50'))
  theirs = await anApprovedPayout(world, dollars('15.50'))
})

const now = inAWeek()
const organization = ({ organizationId }: PaidDeveloper) => ({ organizationId: publicId('organization', organizationId) })
const refusal = (promise: Promise<unknown>) => promise.then(() => 'answered').catch((failure: { code?: string }) => failure.code)

async function personOf({ userId }: PaidDeveloper): Promise<Person> {
  const { email, name } = await world.database.user.findUniqueOrThrow({ where: { id: userId } })
  return { userId, email, name }
}

async function apiOf(developer: PaidDeveloper) {
  return asPerson(world, await personOf(developer), { moneyOut: world.till.stripe.moneyOut, now })
}

async function memberWho(role: 'finance' | 'developer', { organizationId }: PaidDeveloper): Promise<Person> {
  const userId = newId()
  const email = `${userId}@farebox.test`
  await world.database.user.create({ data: { id: userId, email, memberships: { create: { organizationId, role } } } })
  return { userId, email, name: null }
}

describe('developers', () => {
  it('see their own account, calendar and payouts', async () => {
    const api = await apiOf(mine.developer)
    const own = organization(mine.developer)
    expect(await api.payouts.account(own)).toMatchObject({ status: 'active', isReady: true, requirements: [] })
    expect(await api.payouts.calendar(own)).toMatchObject({
      reserved: dollars('15.50'),
      blockers: [{ code: 'unfinished' }, { code: 'minimum' }],
    })
    const { rows, hasMore } = await api.payouts.list(own)
    expect({ rows, hasMore }).toMatchObject({ rows: [{ id: publicId('payout', mine.payoutId), status: 'approved' }], hasMore: false })
    expect(await api.payouts.find({ ...own, payoutId: rows[0]?.id ?? '' })).toMatchObject({
      steps: [{ status: 'created' }, { status: 'approved' }],
    })
    expect(await api.payouts.refresh(own)).toMatchObject({ status: 'active' })
    expect((await api.payouts.onboard({ ...own, country: 'US' })).url).toContain('http')
  })

  it('M87: a payout, app or organization of others answers as if it did not exist', async () => {
    const api = await apiOf(mine.developer)
    const own = organization(mine.developer)
    const requestKey = newId()
    const theirPayout = publicId('payout', theirs.payoutId)
    const theirApp = publicId('app', theirs.developer.appId)
    const asked = [
      api.payouts.find({ ...own, payoutId: theirPayout }),
      api.payouts.list({ ...own, after: theirPayout }),
      api.payouts.spend({ ...own, to: { appId: theirApp }, amount: '1', requestKey }),
      api.payouts.account(organization(theirs.developer)),
      api.payouts.spend({ ...organization(theirs.developer), to: 'balance', amount: '1', requestKey }),
      api.payouts.onboard({ ...organization(theirs.developer), country: 'US' }),
    ]
    expect(await Promise.all(asked.map(refusal))).toEqual(asked.map(() => 'NOT_FOUND'))
  })

  it('M87: who only builds sees and moves no money; a finance person does', async () => {
    const own = organization(mine.developer)
    const builder = asPerson(world, await memberWho('developer', mine.developer), { moneyOut: world.till.stripe.moneyOut, now })
    const finance = asPerson(world, await memberWho('finance', mine.developer), { moneyOut: world.till.stripe.moneyOut, now })
    const asked = (api: typeof builder) => [
      api.payouts.account(own),
      api.payouts.calendar(own),
      api.payouts.list(own),
      api.payouts.refresh(own),
      api.payouts.find({ ...own, payoutId: publicId('payout', mine.payoutId) }),
    ]
    expect(await Promise.all(asked(builder).map(refusal))).toEqual(Array(5).fill('FORBIDDEN'))
    expect(await refusal(builder.payouts.spend({ ...own, to: 'balance', amount: '1', requestKey: newId() }))).toBe('FORBIDDEN')
    expect(await refusal(builder.payouts.onboard({ ...own, country: 'US' }))).toBe('FORBIDDEN')
    expect(await Promise.all(asked(finance).map(refusal))).toEqual(Array(5).fill('answered'))
  })
})

describe('operators', () => {
  it('see the queue and the case with its facts, and every look is written down', async () => {
    const operator = await makeOperator(world.ledger.url, 'finance')
    const api = asOperator(world.database, operator, { now })
    const payoutId = publicId('payout', theirs.payoutId)
    const { rows } = await api.payouts.queue({ status: 'all' })
    expect(rows.map(({ id }) => id)).toContain(payoutId)
    expect((await api.payouts.queue({ status: 'waiting' })).rows).toEqual([])
    expect(await api.payouts.counts()).toMatchObject({ byStatus: { approved: 2 }, waiting: 0 })
    const first = await api.payouts.queue({ status: 'all', limit: 1 })
    const second = await api.payouts.queue({ status: 'all', limit: 1, after: first.nextCursor ?? '' })
    expect([...first.rows, ...second.rows].map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort())

    expect(await api.payouts.case({ payoutId })).toMatchObject({
      ...{ id: payoutId, status: 'approved', isFirst: true, stripeAccountId: theirs.developer.stripeAccountId },
      account: { status: 'active', isPinnedBank: true },
      earnings: { earned: dollars('15.50'), reserved: dollars('15.50'), isProven: true },
      payers: [{ isInsider: false, amount: dollars('15.50'), shareBps: 10_000 }],
      timeline: [{ to: 'created' }, { to: 'approved' }],
      allowed: ['hold', 'reject'],
    })
    expect(await world.database.auditEntry.count({ where: { action: 'payout.read', subject: payoutId, actorId: operator.id } })).toBe(1)
  })

  it('decide by plan and hash; support may hold and not decide; nobody without a fresh code', async () => {
    const support = await makeOperator(world.ledger.url, 'support')
    const payoutId = publicId('payout', theirs.payoutId)
    const decision = { kind: 'hold', reason: 'fraud_check', message: 'A person checks some payments.', reviewAt: inAWeek(10) } as const
    const api = asOperator(world.database, support, { now })
    const { hash, effect } = await api.payouts.plan({ payoutId, decision })
    expect(effect).toBe('holds')
    expect(await refusal(api.payouts.decide({ payoutId, decision, hash }))).toBe('FORBIDDEN')
    const stale = asOperator(world.database, { ...support, confirmedUntil: undefined }, { now })
    expect(await refusal(stale.payouts.hold({ payoutId, decision, hash }))).toBe('FORBIDDEN')
    expect(await refusal(api.payouts.hold({ payoutId, decision, hash: '0'.repeat(64) }))).toBe('CONFLICT')
    expect(await api.payouts.hold({ payoutId, decision, hash })).toMatchObject({ status: 'held', holdMessage: decision.message })
    await api.payouts.assign({ payoutId, operatorId: support.id })
    expect((await api.payouts.queue({ assignee: 'me' })).rows).toMatchObject([{ id: payoutId, assignedTo: { name: support.name } }])
    const wallet = { kind: 'approve' } as const
    expect(await refusal(api.payouts.hold({ payoutId, decision: wallet, hash }))).toBe('FORBIDDEN')
  })

  it('change rules and delays, and what they were is kept', async () => {
    const finance = await makeOperator(world.ledger.url, 'finance')
    const api = asOperator(world.database, finance, { now })
    expect(await api.risk.change({ name: 'jump', parameters: { times: 4, payouts: 5 }, enabled: true })).toMatchObject({ enabled: true })
    expect(await refusal(api.risk.change({ name: 'jump', parameters: { times: 0, payouts: 5 } }))).toBe('BAD_REQUEST')
    expect(await refusal(api.risk.change({ name: 'nothing' }))).toBe('NOT_FOUND')
    const rows = await api.risk.rules()
    expect(rows.find(({ name }) => name === 'jump')).toMatchObject({
      parameters: { times: 4, payouts: 5 },
      updatedBy: { name: finance.name },
    })
    await api.risk.setDelay({ ...organization(mine.developer), days: 30, reason: 'new developer' })
    const kept = await world.database.organization.findUniqueOrThrow({ where: { id: mine.developer.organizationId } })
    expect(kept.earningsDelayDays).toBe(30)
    expect(await world.database.auditEntry.count({ where: { action: { in: ['risk.change', 'earnings.delay'] } } })).toBe(2)
  })
})
