// A developer's own services in the dashboard: written in dollars, read in sentences, announced ahead, told apart by app and role.
import { newId } from '@farebox/db'
import { dollars, holdRequest, opened, ownService } from '@farebox/ledger/testing'
import { beforeEach, expect, it } from 'vitest'
import { aDeveloper, asPerson, type Developer, developerWorld } from '../../test/developer-world.ts'
import { makeRider, topUp } from '../testing/world.ts'

const world = opened(developerWorld)
let developer: Developer
beforeEach(async () => {
  developer = await aDeveloper(world)
})

const now = new Date('2026-11-21T12:00:00Z')
const at = (changes: number) => ({ now: new Date(now.getTime() + changes) })
const api = (context = at(0)) => asPerson(world, developer.person, context)
const app = () => ({ appId: developer.publicAppId })
const aPage = { kind: 'batch', amount: '1.50', count: 1_000, unit: 'page' } as const

it.each([
  [{ kind: 'unit', amount: '0.000004', unit: 'character' }, '$0.000004 per character.', { microcents: 400, per: 'character' }],
  [aPage, '$1.50 per 1,000 pages.', { cents: 150, per: 1_000, unit: 'page' }],
  [
    { kind: 'tokens', count: 1_000_000, input: '2', output: '6', cachedInput: '0.50' },
    '$2.00 per 1,000,000 input tokens, $6.00 per 1,000,000 output tokens and $0.50 per 1,000,000 cached input tokens.',
    { currency: 'usd-cents', tokens: 1_000_000, input: 200, output: 600, cached_input: 50 },
  ],
  [
    { ...aPage, perCall: '0.001' },
    '$1.50 per 1,000 pages and $0.001 per call.',
    [
      { cents: 150, per: 1_000, unit: 'page' },
      { microcents: 100_000, per: 'call' },
    ],
  ],
] as const)('a price is written in dollars and stored in the form programs send: %o', async (price, explained, form) => {
  expect(await api().services.explain({ ...app(), price })).toEqual({ explained })
  await api().services.create({ ...app(), name: 'thumbnail', price, description: 'Makes it small' })
  const none = { charges: 0, paid: 0n, earned: 0n }
  expect(await api().services.list(app())).toMatchObject([
    { name: 'thumbnail', description: 'Makes it small', price: explained, next: null, month: none },
  ])
  const service = await world.database.service.findFirst({ where: { appId: developer.appId } })
  expect(await world.database.servicePrice.findMany({ where: { serviceId: service?.id ?? '' } })).toMatchObject([{ form }])
})

it('another price is announced: it holds a minute later, and who did it is on record', async () => {
  await api().services.create({ ...app(), name: 'scan', price: aPage })
  const announced = await api().services.announcePrice({ ...app(), name: 'scan', price: { ...aPage, amount: '2.00' } })
  expect(announced.startsAt).toEqual(at(60_000).now)
  expect(await api().services.list(app())).toMatchObject([
    { price: '$1.50 per 1,000 pages.', next: { price: '$2.00 per 1,000 pages.', startsAt: announced.startsAt } },
  ])
  expect(await api(at(60_000)).services.list(app())).toMatchObject([{ price: '$2.00 per 1,000 pages.', next: null }])
  const deeds = await world.database.auditEntry.findMany({
    where: { actorId: developer.person.userId, action: { startsWith: 'service.' } },
  })
  expect(deeds.map(({ action }) => action).sort()).toEqual(['service.created', 'service.price_announced'])
})

it('a service shows what it was charged for this month, and nothing of other months, modes or services', async () => {
  const service = await ownService(world.database, developer)
  await ownService(world.database, developer)
  const walletId = await makeRider(world.database, [{ ...developer, markupBps: 1_500 }], 'user_123')
  await topUp(world.database, walletId, dollars('5.00'))
  const { id: connectionId } = await world.database.connection.findFirstOrThrow({ where: { walletId } })
  for (const amount of ['0.25', '0.50']) {
    const request = holdRequest({ ...developer, walletId, connectionId, priceVersionId: '', providerId: '' }, dollars(amount), service)
    expect((await world.holds.open(request)).outcome).toBe('held')
    const cost = { baseMicrocents: dollars(amount), costMicrocents: dollars('0') }
    await world.holds.settle({ holdId: request.holdId, walletId, resolution: 'settled', ...cost })
  }
  const today = new Date()
  const seen = async (context: { now: Date }, mode: 'live' | 'sandbox' = 'live') =>
    (await api(context).services.list({ ...app(), mode })).map(({ month }) => [month.charges, month.paid, month.earned]).toSorted()
  expect(await seen({ now: today })).toEqual([
    [0, 0n, 0n],
    [2, dollars('0.75'), dollars('0.75')],
  ])
  const none = [
    [0, 0n, 0n],
    [0, 0n, 0n],
  ]
  expect(await seen({ now: new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, 1)) })).toEqual(none)
  expect(await seen({ now: today }, 'sandbox')).toEqual(none)
})

it('a name is taken once, and only what exists gets another price', async () => {
  await api().services.create({ ...app(), name: 'scan', price: aPage })
  await expect(api().services.create({ ...app(), name: 'scan', price: { ...aPage, amount: '9' } })).rejects.toMatchObject({
    cause: { code: 'service_name_taken' },
  })
  await expect(api().services.announcePrice({ ...app(), name: 'other', price: aPage })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await api().services.list(app())).toMatchObject([{ price: '$1.50 per 1,000 pages.', next: null }])
})

it.each([
  ['nothing', { ...aPage, amount: '0' }, 'price.amount'],
  ['a fraction of a cent where cents are counted', { ...aPage, amount: '0.005' }, 'price.amount'],
  ['no unit', { ...aPage, unit: 'Page!' }, 'price.unit'],
  ['what does not divide', { ...aPage, count: 7 }, 'price'],
  ['a number that is none', { ...aPage, amount: '1e3' }, undefined],
] as const)('a price of %s is none', async (_, price, param) => {
  const refused = await api()
    .services.create({ ...app(), name: 'scan', price })
    .catch((failure: { code: string; cause: { param?: string } }) => failure)
  expect(refused).toMatchObject({ code: 'BAD_REQUEST' })
  if (param === 'price.amount' || param === 'price') expect(refused).toMatchObject({ cause: { param } })
  expect(await api().services.list(app())).toEqual([])
})

it('finance people read the list and set no price', async () => {
  const userId = newId()
  const email = `${userId}@farebox.test`
  const memberships = { create: { organizationId: developer.organizationId, role: 'finance' as const } }
  await world.database.user.create({ data: { id: userId, email, memberships } })
  const finance = asPerson(world, { userId, email, name: null }, at(0))
  await expect(finance.services.create({ ...app(), name: 'scan', price: aPage })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(finance.services.announcePrice({ ...app(), name: 'scan', price: aPage })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await finance.services.list(app())).toEqual([])
})
