// Kill switches, as operators turn them and as the hold reads them.
import { newId, publicId } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { holdRequest, payingWorld } from '@farebox/ledger/testing'
import { findModel } from '@farebox/pricing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PricesInForce } from '../proxy/prices-in-force.ts'
import { asOperator, makeOperator } from '../testing/operators.ts'
import { dollars, type LedgerDatabase, ledgerDatabase, payIn, storePrices } from '../testing/world.ts'

let ledger: LedgerDatabase
let holds: Holds

beforeAll(async () => {
  ledger = await ledgerDatabase()
  holds = new Holds(ledger.url)
  await storePrices(ledger.database)
})
afterAll(async () => {
  await holds.end()
  await ledger.close()
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
  return { world, call: () => holds.open(request()) }
}

/** What the gateway would hear at its next heartbeat. */
const beat = async (holdId: string, walletId: string) =>
  (await holds.renew([{ holdId, walletId, baseMicrocents: dollars('0.01'), costMicrocents: dollars('0.01'), usage: {} as never }]))[0]
    ?.reason

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
