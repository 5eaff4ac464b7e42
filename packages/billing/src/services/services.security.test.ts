// Own services are no way to turn stolen money, gifts or one's own balance into cash; and what is given back is given back once.
import { newId, publicId } from '@farebox/db'
import { connectAsOwner } from '@farebox/db/testing'
import { foldAll, giveGrant, holdRequest, ledgerWithHolds, opened, ownService } from '@farebox/ledger/testing'
import { type Microcents, microcents } from '@farebox/money'
import { describe, expect, it } from 'vitest'
import { earningsStatement } from '../earnings/earnings-statement.ts'
import { matureEarnings } from '../earnings/mature-earnings.ts'
import {
  dollars,
  type LedgerDatabase,
  makeApp,
  makeKey,
  makeRider,
  organizationWalletId,
  topUp,
  type WorldApp,
  walletTotals,
} from '../testing/world.ts'
import { defineService } from './define-service.ts'
import { returnServiceMoney } from './return-service-money.ts'
import { reverseCharge } from './reverse-charge.ts'
import { trustServices } from './trust-services.ts'

const DAY_MS = 86_400_000
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS)

const ledger = opened(ledgerWithHolds)

type Shop = WorldApp & { keyId: string; service: Awaited<ReturnType<typeof ownService>> }

/** A developer's app with a service for whatever amount. */
async function shop(): Promise<Shop> {
  const app = await makeApp(ledger.database)
  const { id: keyId } = await makeKey(ledger.database, app)
  return { ...app, keyId, service: await ownService(ledger.database, app) }
}

async function buyer(app: WorldApp, credit: Microcents): Promise<{ walletId: string; connectionId: string }> {
  const walletId = await makeRider(ledger.database, [app], newId())
  if (credit > 0n) await topUp(ledger.database, walletId, credit)
  const { id: connectionId } = await ledger.database.connection.findFirstOrThrow({ where: { walletId } })
  return { walletId, connectionId }
}

/** A call of the shop's service (or of a model, without one), charged in full. Answers the charge's id. */
async function buy(
  { service, ...app }: Omit<Shop, 'service'> & { service?: Shop['service'] },
  payer: { walletId: string; connectionId: string },
  amount: Microcents,
): Promise<string> {
  const model = await modelOf(ledger)
  const facts = { ...app, ...payer, ...model, apiKeyId: app.keyId }
  const request = holdRequest(facts, amount, service)
  const answer = await ledger.holds.open(request)
  expect(answer.outcome).toBe('held')
  const cost = service ? microcents(0n) : amount
  await ledger.holds.settle({
    holdId: request.holdId,
    walletId: payer.walletId,
    resolution: 'settled',
    baseMicrocents: amount,
    costMicrocents: cost,
  })
  return publicId('charge', request.holdId)
}

let knownModel: { providerId: string; priceVersionId: string } | undefined
async function modelOf({ database }: LedgerDatabase) {
  if (knownModel) return knownModel
  const [providerId, priceVersionId] = [newId(), newId()]
  await database.provider.create({ data: { id: providerId, name: 'openai' } })
  await database.priceVersion.create({
    data: { id: priceVersionId, model: 'test-model', providerId, startsAt: new Date(0), source: 'test' },
  })
  knownModel = { providerId, priceVersionId }
  return knownModel
}

const earningsOf = ({ organizationId }: WorldApp, mode: 'live' = 'live') =>
  earningsStatement(ledger.database, { organizationId, mode, delayDays: 7 })
const available = async (app: WorldApp) => (await earningsOf(app)).available
async function matureOn(day: number): Promise<void> {
  await foldAll(ledger.database)
  await matureEarnings(ledger.database, inDays(day))
}

describe('a thief with a stolen $50 top-up and a "service"', () => {
  it('cannot sell a $50 service: one call costs at most $1', async () => {
    const app = await makeApp(ledger.database)
    const price = { cents: 5_000, per: 1, unit: 'consultation' }
    await expect(defineService(ledger.database, { ...app, name: 'consulting', price, now })).rejects.toThrow('at most $1.00')
  })

  it('cannot have it within 30 days, by fifty calls of $1; and by then the card’s owner has complained', async () => {
    const thief = await shop()
    const stolen = await buyer(thief, dollars('50.00'))
    const charges: string[] = []
    for (let call = 0; call < 50; call++) charges.push(await buy(thief, stolen, dollars('1.00')))
    expect((await walletTotals(ledger.database, stolen.walletId)).available).toBe(0n)

    for (const day of [1, 7, 8, 14, 21, 29]) {
      await matureOn(day)
      expect(await available(thief), `day ${day}`).toBe(0n)
    }
    const { pending, pendingDays, isProven } = await earningsOf(thief)
    expect([pending, isProven]).toEqual([dollars('50.00'), true])
    expect(pendingDays.map(({ availableOn }) => availableOn)).toEqual([inDays(30).toISOString().slice(0, 10)])

    // All of it can still be taken back from where it is, to the very lot that is disputed.
    for (const chargeId of charges) {
      await reverseCharge(ledger.database, { caller: { appId: thief.appId, mode: 'live' }, chargeId, reason: 'disputed', now })
    }
    expect((await walletTotals(ledger.database, stolen.walletId)).available).toBe(dollars('50.00'))
    await matureOn(30)
    expect(await available(thief)).toBe(0n)
  })

  it('an honest service’s revenue is there on day 30, once', async () => {
    const honest = await shop()
    await buy(honest, await buyer(honest, dollars('5.00')), dollars('0.75'))
    await matureOn(29)
    expect(await available(honest)).toBe(0n)
    await matureOn(30)
    await matureOn(31)
    expect(await available(honest)).toBe(dollars('0.75'))
  })

  it('with $1,000 of clean history it waits as long as markup; a debt takes that away', async () => {
    const known = await shop()
    const rich = await buyer(known, dollars('2400.00'))
    for (let call = 0; call < 10; call++) await buy({ ...known, service: undefined }, rich, dollars('100.00'))
    await ledger.database.setting.create({ data: { name: 'service_trust_microcents', value: String(dollars('150.00')) } })
    expect(await trustServices(ledger.database, inDays(6))).toBe(0)
    await matureOn(7)
    expect(await available(known)).toBe(dollars('150.00'))
    expect(await trustServices(ledger.database, inDays(7))).toBe(1)
    await ledger.database.setting.delete({ where: { name: 'service_trust_microcents' } })

    await buy(known, rich, dollars('1.00'))
    await matureOn(7)
    expect(await available(known)).toBe(dollars('151.00'))
  })

  it('giving charges back makes no history', async () => {
    const cycling = await shop()
    const friend = await buyer(cycling, dollars('1.00'))
    for (let round = 0; round < 5; round++) {
      const chargeId = await buy(cycling, friend, dollars('1.00'))
      await reverseCharge(ledger.database, { caller: { appId: cycling.appId, mode: 'live' }, chargeId, reason: 'again', now })
    }
    await ledger.database.setting.create({ data: { name: 'service_trust_microcents', value: String(dollars('2.00')) } })
    await trustServices(ledger.database, inDays(40))
    await ledger.database.setting.delete({ where: { name: 'service_trust_microcents' } })
    expect(await ledger.database.serviceTrust.findUnique({ where: { organizationId: cycling.organizationId } })).toBeNull()
  })
})

describe('money that may pay but earns nothing', () => {
  it('M69: the organization’s own balance comes back to it, and is never cash', async () => {
    const own = await shop()
    const walletId = await organizationWalletId(ledger.database, own)
    await topUp(ledger.database, walletId, dollars('3.00'))
    const connection = await ledger.database.connection.findFirstOrThrow({ where: { walletId, appId: own.appId } })
    for (let call = 0; call < 3; call++) await buy(own, { walletId, connectionId: connection.id }, dollars('1.00'))
    expect((await walletTotals(ledger.database, walletId)).available).toBe(0n)
    expect(await earningsOf(own)).toMatchObject({ earned: 0n, pending: 0n, available: 0n })

    await foldAll(ledger.database)
    await Promise.all([returnServiceMoney(ledger.database), returnServiceMoney(ledger.database)].map((run) => run.catch(() => 0)))
    await returnServiceMoney(ledger.database)
    expect((await walletTotals(ledger.database, walletId)).available).toBe(dollars('3.00'))
    await matureOn(60)
    expect(await available(own)).toBe(0n)
  })

  it('M69: a grant spent on it comes back to the developer’s balance, and is never cash', async () => {
    const generous = await shop()
    const user = await buyer(generous, dollars('1.00'))
    await giveGrant(ledger.database, { walletId: user.walletId, appId: generous.appId, amountMicrocents: dollars('0.60') })
    await buy(generous, user, dollars('1.00'))
    expect(await earningsOf(generous)).toMatchObject({ earned: dollars('0.40'), isProven: true })
    await foldAll(ledger.database)
    await returnServiceMoney(ledger.database)
    const walletId = await organizationWalletId(ledger.database, generous)
    expect((await walletTotals(ledger.database, walletId)).available).toBe(dollars('0.60'))
    await matureOn(60)
    expect(await available(generous)).toBe(dollars('0.40'))
  })

  it('a member of the organization who pays with their own wallet earns it nothing', async () => {
    const own = await shop()
    const member = await buyer(own, dollars('1.00'))
    await ledger.database.connection.update({
      where: { walletId_id: { walletId: member.walletId, id: member.connectionId } },
      data: { earnsMarkup: false },
    })
    await buy(own, member, dollars('1.00'))
    expect(await earningsOf(own)).toMatchObject({ earned: 0n, pending: 0n })
  })
})

describe('a charge given back', () => {
  const back = (app: WorldApp, chargeId: string) =>
    reverseCharge(ledger.database, { caller: { appId: app.appId, mode: 'live' }, chargeId, reason: 'a broken picture', now })

  it('of a service: all of it, once, to the lots it came from, also when asked ten times at once', async () => {
    const app = await shop()
    const user = await buyer(app, dollars('1.00'))
    await giveGrant(ledger.database, { walletId: user.walletId, appId: app.appId, amountMicrocents: dollars('0.30') })
    const before = await ledger.database.lot.findMany({ where: { walletId: user.walletId }, orderBy: { id: 'asc' } })
    const chargeId = await buy(app, user, dollars('0.90'))
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        back(app, chargeId).then(
          ({ amount }) => String(amount),
          (cause) => cause.code,
        ),
      ),
    )
    expect(answers.filter((answer) => answer !== 'charge_already_reversed')).toEqual([String(dollars('0.90'))])
    expect(await ledger.database.lot.findMany({ where: { walletId: user.walletId }, orderBy: { id: 'asc' } })).toEqual(before)
    expect(await earningsOf(app)).toMatchObject({ pending: 0n, available: 0n })
    await matureOn(60)
    expect(await available(app)).toBe(0n)
  })

  it('of a model: its markup, and not a microcent of what the provider bills', async () => {
    const { service: _, ...app } = await shop()
    const user = await buyer(app, dollars('2.00'))
    const chargeId = await buy(app, user, dollars('1.00'))
    expect((await walletTotals(ledger.database, user.walletId)).available).toBe(dollars('0.85'))
    expect((await back(app, chargeId)).amount).toBe(dollars('0.15'))
    expect((await walletTotals(ledger.database, user.walletId)).available).toBe(dollars('1.00'))
    await expect(back(app, chargeId)).rejects.toMatchObject({ code: 'charge_already_reversed' })
  })

  it('comes from what is available once the delay is over, and not from anybody else’s when that is spent', async () => {
    const app = await shop()
    const user = await buyer(app, dollars('3.00'))
    const [first, second] = [await buy(app, user, dollars('1.00')), await buy(app, user, dollars('1.00'))]
    await matureOn(30)
    expect(await available(app)).toBe(dollars('2.00'))
    await back(app, first)
    expect(await available(app)).toBe(dollars('1.00'))
    // The rest has left for a payout.
    const owner = await connectAsOwner(ledger.url)
    const movePart = (amount: string) =>
      owner.query(
        `update account set balance_microcents = balance_microcents ${amount} where kind = 'earnings_available' and id = '${app.organizationId}'`,
      )
    await movePart('- 100000000')
    await expect(back(app, second)).rejects.toMatchObject({ code: 'charge_not_reversible' })
    await movePart('+ 100000000')
    await owner.end()
  })

  it('is refused where the grant’s part is back in the developer’s balance already', async () => {
    const app = await shop()
    const user = await buyer(app, dollars('1.00'))
    await giveGrant(ledger.database, { walletId: user.walletId, appId: app.appId, amountMicrocents: dollars('0.30') })
    const chargeId = await buy(app, user, dollars('0.30'))
    await foldAll(ledger.database)
    await returnServiceMoney(ledger.database)
    await expect(back(app, chargeId)).rejects.toMatchObject({ code: 'charge_not_reversible' })
  })

  it('of a model without markup has nothing to give', async () => {
    const { service: _, ...app } = await shop()
    const user = await buyer(app, dollars('0.00'))
    await giveGrant(ledger.database, { walletId: user.walletId, appId: app.appId, amountMicrocents: dollars('0.30') })
    const chargeId = await buy(app, user, dollars('0.20'))
    await expect(back(app, chargeId)).rejects.toMatchObject({ code: 'charge_not_reversible' })
  })
})
