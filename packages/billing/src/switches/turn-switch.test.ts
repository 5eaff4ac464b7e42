// Kill switches, as operators turn them and as the hold reads them.
import { newId, publicId } from '@farebox/db'
import { holdRequest, ledgerWithHolds, opened, payingWorld } from '@farebox/ledger/testing'
import { findModel } from '@farebox/pricing'
import { beforeAll, describe, expect, it } from 'vitest'
import { setSpendingLimit } from '../connections/change-connection.ts'
import { appConsentFacts, evidenceOf } from '../connections/consent.ts'
import { PricesInForce } from '../proxy/prices-in-force.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { dollars, payIn, storePrices } from '../testing/world.ts'

const ledger = opened(ledgerWithHolds)

beforeAll(async () => {
  await storePrices(ledger.database)
})

const model = findModel('gpt-4o')

/** Somebody who can pay, and calls gpt-4o at the price in force. */
async function aCaller() {
  const { database } = ledger
  const world = await payingWorld(database)
  await payIn(database, { walletId: world.walletId, creditMicrocents: dollars('5.00') })
  const provider = await database.provider.findUniqueOrThrow({ where: { name: model.provider } })
  const version = await database.priceVersion.findFirstOrThrow({ where: { model: model.id, providerId: provider.id } })
  const of = { ...world, providerId: provider.id, priceVersionId: version.id }
  const request = () => ({ ...holdRequest(of, dollars('0.10')), model: model.id })
  return { world, call: () => ledger.holds.open(request()) }
}

/** What the gateway would hear at its next heartbeat. */
const beat = async (holdId: string, walletId: string) =>
  (
    await ledger.holds.renew([{ holdId, walletId, baseMicrocents: dollars('0.01'), costMicrocents: dollars('0.01'), usage: {} as never }])
  )[0]?.reason

describe.each([
  ['a model', { path: 'model', input: { model: 'gpt-4o' } }, 'model_switched_off', 'stale_price'],
  ['a provider', { path: 'provider', input: { name: 'openai' } }, 'model_switched_off', 'stale_price'],
] as const)('switching off %s', (_what, { path, input }, stopReason, refusal) => {
  it('refuses new calls at once, ends those under way at their next beat, and is undone the same way', async () => {
    const engineer = asOperator(ledger.database, await makeOperator(ledger.url, 'engineer'))
    const turn = (isOn: boolean) =>
      path === 'model'
        ? engineer.switches.model({ ...(input as { model: string }), isOn, reason: 'it answers nonsense' })
        : engineer.switches.provider({ ...(input as { name: string }), isOn, reason: 'it answers nonsense' })
    const { world, call } = await aCaller()
    const underWay = await call()
    expect(underWay.outcome).toBe('held')
    expect(await beat(underWay.holdId, world.walletId)).toBeNull()

    await turn(false)
    expect((await call()).outcome).toBe(refusal)
    expect(await beat(underWay.holdId, world.walletId)).toBe(stopReason)
    const prices = new PricesInForce(ledger.database, () => {})
    await prices.reload()
    expect(() => prices.of(model, new Date())).toThrow(expect.objectContaining({ code: 'model_switched_off' }))

    await turn(true)
    expect((await call()).outcome).toBe('held')
    await prices.reload()
    expect(prices.of(model, new Date())).toMatchObject({ model: 'gpt-4o' })
  })
})

describe('switching off an app', () => {
  it('refuses new calls at once and ends those under way; the deed is on record with its reason', async () => {
    const operator = await makeOperator(ledger.url, 'support')
    const support = asOperator(ledger.database, operator)
    const { world, call } = await aCaller()
    const underWay = await call()
    const appId = publicId('app', world.appId)
    await support.switches.app({ appId, isOn: false, reason: 'it spends without asking' })
    expect((await call()).outcome).toBe('app_suspended')
    expect(await beat(underWay.holdId, world.walletId)).toBe('app_suspended')
    expect((await support.switches.read({})).apps).toContainEqual(expect.objectContaining({ id: appId, isOn: false }))
    const later = asOperator(ledger.database, operator, { now: new Date(Date.now() + 1_000) })
    await later.switches.app({ appId, isOn: true, reason: 'it asks now' })
    expect((await call()).outcome).toBe('held')
    const { rows } = await support.audit.list({ subject: appId })
    expect(rows.map(({ action, reason, actor }) => [action, reason, actor.name])).toEqual([
      ['app.resumed', 'it asks now', operator.name],
      ['app.suspended', 'it spends without asking', operator.name],
    ])
  })
})

describe('freezing a wallet', () => {
  it('stops all its spending, and opens it again; what does not exist is not found', async () => {
    const support = asOperator(ledger.database, await makeOperator(ledger.url, 'support'))
    const { world, call } = await aCaller()
    const walletId = publicId('wallet', world.walletId)
    await support.switches.wallet({ walletId, isOn: false, reason: 'a stolen card' })
    expect((await call()).outcome).toBe('wallet_frozen')
    await expect(support.switches.wallet({ walletId, isOn: false, reason: 'again' })).rejects.toThrow('This wallet is frozen.')
    await support.switches.wallet({ walletId, isOn: true, reason: 'the card is theirs' })
    expect((await call()).outcome).toBe('held')
    await expect(support.switches.wallet({ walletId: publicId('wallet', newId()), isOn: false, reason: 'nobody' })).rejects.toThrow(
      'There is no wallet',
    )
  })
})

describe('the mark that Farebox has checked who runs an app', () => {
  it('lets its users choose a limit above $100, is said on the consent page, and is taken back with a reason', async () => {
    const { database } = ledger
    const { appId, walletId } = await payingWorld(database)
    const userId = newId()
    await database.user.create({ data: { id: userId, email: `${userId}@farebox.test` } })
    const choice = { limit: '100.01', period: 'month' as const, callLimit: '', models: [], expiresInDays: null }
    const now = new Date()
    const consent = () => evidenceOf(database, { appId, now }, choice, { markupBps: 1_500, ip: '192.0.2.1' })
    const raise = () =>
      setSpendingLimit(
        database,
        { walletId, userId, appId: publicId('app', appId), now },
        { limitMicrocents: dollars('100.01'), period: 'month', callLimitMicrocents: null },
      )
    const said = async () => (await appConsentFacts(database, { appId, mode: 'live', userId, now })).app.isVerified
    await database.app.update({ where: { id: appId }, data: { markupBps: 1_500, nextMarkupBps: null, nextMarkupAt: null } })

    expect(await said()).toBe(false)
    for (const attempt of [consent, raise]) await expect(attempt()).rejects.toMatchObject({ code: 'invalid_request', param: 'limit' })
    const finance = asOperator(database, await makeOperator(ledger.url, 'finance'))
    const turn = (isOn: boolean) => finance.switches.verified({ appId: publicId('app', appId), isOn, reason: 'imprint, Stripe, website' })
    await turn(true)
    await expect(turn(true)).rejects.toMatchObject({ cause: { code: 'switch_stands_already' } })
    expect(await said()).toBe(true)
    expect((await consent()).details.verified).toBe(true)
    await raise()

    await turn(false)
    expect(await said()).toBe(false)
    await expect(raise()).rejects.toMatchObject({ code: 'invalid_request' })
    const deeds = await database.auditEntry.findMany({
      where: { subject: publicId('app', appId), actorKind: 'operator' },
      orderBy: { at: 'asc' },
    })
    expect(deeds.map(({ action, reason }) => [action, reason])).toEqual([
      ['app.verified', 'imprint, Stripe, website'],
      ['app.verification_withdrawn', 'imprint, Stripe, website'],
    ])
  })
})
