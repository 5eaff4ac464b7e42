// What developers may look at and change: what is theirs. Everything of others answers as if it did not exist.
import { newId, publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { aCall, aDeveloper, aPayer, asPerson, type Developer, developerWorld } from '../../test/developer-world.ts'
import { issueGrant } from '../grants/issue-grant.ts'

const world = opened(developerWorld)
let mine: Developer
let theirs: Developer
let theirCharge: string
let theirGrant: string

beforeAll(async () => {
  mine = await aDeveloper(world)
  theirs = await aDeveloper(world)
  const payer = await aPayer(world, theirs, { externalUserId: 'user_123', creditMicrocents: dollars('10.00') })
  theirCharge = publicId('charge', await aCall(world, theirs, payer, dollars('0.01')))
  const grant = await issueGrant(world.database, {
    ...{ organizationId: theirs.organizationId, appId: theirs.appId, mode: 'sandbox', now: new Date() },
    ...{ externalUserId: 'user_123', amountMicrocents: dollars('0.50') },
  })
  theirGrant = grant.grantId
})

/** Every procedure about an organization or app, called with another's ids. */
function asked(api: ReturnType<typeof asPerson>): Record<string, () => Promise<unknown>> {
  const app = { appId: theirs.publicAppId }
  const organization = { organizationId: theirs.publicOrganizationId }
  const apiKeyId = publicId('apiKey', theirs.apiKeyId)
  const requestKey = crypto.randomUUID()
  const endpointId = publicId('webhookEndpoint', newId())
  const charging = { amount: '20', threshold: '5', monthMax: '50', cardId: publicId('card', newId()) }
  return {
    'apps.list': () => api.apps.list(organization),
    'apps.create': () => api.apps.create({ ...organization, name: 'Intruder' }),
    'apps.find': () => api.apps.find(app),
    'apps.overview': () => api.apps.overview(app),
    'apps.pricing': () => api.apps.pricing(app),
    'apps.setMarkup': () => api.apps.setMarkup({ ...app, markupBps: 0 }),
    'autoTopup.consentWords': () => api.autoTopup.consentWords(organization),
    'autoTopup.read': () => api.autoTopup.read(organization),
    'autoTopup.preview': () => api.autoTopup.preview({ ...organization, ...charging }),
    'autoTopup.turnOn': () => api.autoTopup.turnOn({ ...organization, ...charging, agreed: 'Yes.' }),
    'autoTopup.turnOff': () => api.autoTopup.turnOff(organization),
    'autoTopup.cards': () => api.autoTopup.cards(organization),
    'autoTopup.removeCard': () => api.autoTopup.removeCard({ ...organization, cardId: charging.cardId }),
    'connect.client': () => api.connect.client(app),
    'connect.preview': () => api.connect.preview(app),
    'connect.tryRedirect': () => api.connect.tryRedirect({ ...app, redirectUri: 'https://pixelpal.example/' }),
    'connect.setRedirects': () => api.connect.setRedirects({ ...app, redirectUris: ['https://evil.example/'] }),
    'connect.setOrigins': () => api.connect.setOrigins({ ...app, origins: ['https://evil.example'] }),
    'connect.replaceSecret': () => api.connect.replaceSecret(app),
    'disputes.list': () => api.disputes.list(organization),
    'earnings.statement': () => api.earnings.statement(organization),
    'earnings.days': () => api.earnings.days({ ...organization, from: '2026-01-01', to: '2026-12-31' }),
    'grants.pool': () => api.grants.pool(app),
    'grants.list': () => api.grants.list(app),
    'grants.give': () => api.grants.give({ ...app, mode: 'sandbox', externalUserId: 'me', amount: '1', requestKey }),
    'grants.takeBack': () => api.grants.takeBack({ ...app, mode: 'sandbox', grantId: theirGrant }),
    'grants.fund': () => api.grants.fund({ ...app, amount: '20' }),
    'grants.guestRule': () => api.grants.guestRule(app),
    'grants.setGuestRule': () =>
      api.grants.setGuestRule({ ...app, isOn: true, amount: '0.05', dailyCap: '1', perAddressPerDay: 3, models: [], lastsDays: 7 }),
    'keys.list': () => api.keys.list(app),
    'keys.create': () => api.keys.create({ ...app, name: 'Intruder', billingMode: 'developer' }),
    'keys.revoke': () => api.keys.revoke({ ...app, apiKeyId }),
    'keys.setBudget': () => api.keys.setBudget({ ...app, apiKeyId, budget: null }),
    'organizations.balance': () => api.organizations.balance(organization),
    'organizations.price': () => api.organizations.price({ ...organization, amount: '20' }),
    'organizations.addMoney': () => api.organizations.addMoney({ ...organization, amount: '20' }),
    'payouts.account': () => api.payouts.account(organization),
    'payouts.calendar': () => api.payouts.calendar(organization),
    'payouts.find': () => api.payouts.find({ ...organization, payoutId: publicId('payout', newId()) }),
    'payouts.list': () => api.payouts.list(organization),
    'payouts.onboard': () => api.payouts.onboard({ ...organization, country: 'US' }),
    'payouts.refresh': () => api.payouts.refresh(organization),
    'payouts.spend': () => api.payouts.spend({ ...organization, to: 'balance', amount: '1', requestKey }),
    'refunds.options': () => api.refunds.options(organization),
    'refunds.list': () => api.refunds.list(organization),
    'refunds.ask': () => api.refunds.ask({ ...organization, orderId: publicId('order', newId()), amountCents: 1 }),
    'services.list': () => api.services.list(app),
    'services.explain': () => api.services.explain({ ...app, price: aPrice }),
    'services.create': () => api.services.create({ ...app, name: 'intruder', price: aPrice }),
    'services.announcePrice': () => api.services.announcePrice({ ...app, name: 'intruder', price: aPrice }),
    'usage.charges': () => api.usage.charges(app),
    'usage.charge': () => api.usage.charge({ ...app, id: theirCharge }),
    'usage.refusedCalls': () => api.usage.refusedCalls(app),
    'usage.users': () => api.usage.users(app),
    'webhooks.list': () => api.webhooks.list(app),
    'webhooks.create': () => api.webhooks.create({ ...app, url: 'https://example.com/', events: ['usage.completed'] }),
    'webhooks.change': () => api.webhooks.change({ ...app, endpointId, status: 'disabled' }),
    'webhooks.rotateSecret': () => api.webhooks.rotateSecret({ ...app, endpointId }),
    'webhooks.remove': () => api.webhooks.remove({ ...app, endpointId }),
    'webhooks.test': () => api.webhooks.test({ ...app, endpointId }),
    'webhooks.deliveries': () => api.webhooks.deliveries({ ...app, endpointId }),
    'webhooks.replay': () => api.webhooks.replay({ ...app, deliveryId: publicId('webhookDelivery', newId()) }),
  }
}

const aPrice = { kind: 'unit', amount: '0.01', unit: 'page' } as const

const forEverybody = ['account.who', 'apps.example', 'organizations.list', 'organizations.create']

describe('tenant isolation', () => {
  it('M87: no procedure answers about another organization’s app, key, grant or charge', async () => {
    const outcomes = await Promise.all(
      Object.entries(asked(asPerson(world, mine.person))).map(async ([name, ask]) => [name, await refusal(ask)] as const),
    )
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(outcomes.map(([name]) => [name, 'NOT_FOUND'])))
  })

  it('M87: nobody who is not signed in is answered', async () => {
    const outcomes = await Promise.all(
      Object.entries(asked(asPerson(world, undefined))).map(async ([name, ask]) => [name, await refusal(ask)] as const),
    )
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(outcomes.map(([name]) => [name, 'UNAUTHORIZED'])))
  })

  it('M87: the two tests above name every procedure there is', async () => {
    const { developerRouter } = await import('../routers.ts')
    const named = [...Object.keys(asked(asPerson(world, undefined))), ...forEverybody]
    expect(Object.keys(developerRouter._def.procedures).sort()).toEqual(named.sort())
  })

  it('M87: an id of another app’s key, grant or charge does not work through one’s own app', async () => {
    const api = asPerson(world, mine.person)
    const app = { appId: mine.publicAppId }
    const apiKeyId = publicId('apiKey', theirs.apiKeyId)
    const outcomes = [
      await refusal(() => api.keys.revoke({ ...app, apiKeyId })),
      await refusal(() => api.keys.setBudget({ ...app, apiKeyId, budget: null })),
      await refusal(() => api.grants.takeBack({ ...app, mode: 'sandbox', grantId: theirGrant })),
      await refusal(() => api.usage.charge({ ...app, id: theirCharge })),
    ]
    expect(outcomes).toEqual(outcomes.map(() => 'NOT_FOUND'))
    expect((await api.usage.charges({ ...app, id: theirCharge })).rows).toEqual([])
    const key = await world.database.apiKey.findUniqueOrThrow({ where: { id: theirs.apiKeyId } })
    expect(key.revokedAt).toBeNull()
  })

  it('an id that is none, or of another kind, is answered the same way as another’s', async () => {
    const api = asPerson(world, mine.person)
    for (const appId of ['app_0', 'x', newId(), mine.publicOrganizationId, publicId('app', newId())]) {
      expect(await refusal(() => api.apps.find({ appId }))).toBe('NOT_FOUND')
    }
  })

  it('the owner is answered by every procedure that reads', async () => {
    const api = asPerson(world, theirs.person)
    const app = { appId: theirs.publicAppId }
    const organization = { organizationId: theirs.publicOrganizationId }
    expect(await api.grants.pool({ ...app, mode: 'sandbox' })).toEqual({ balance: dollars('99.50'), given: dollars('0.50'), grants: 1 })
    expect((await api.grants.list({ ...app, mode: 'sandbox' })).rows).toMatchObject([{ id: theirGrant, status: 'open' }])
    expect(await api.apps.list(organization)).toMatchObject([{ id: theirs.publicAppId, calls: 1, earned: dollars('0.0015') }])
    expect(await api.apps.find(app)).toMatchObject({ name: 'PixelPal', markup: { markupBps: 1_500, announced: null } })
    expect(await api.apps.pricing(app)).toMatchObject({ capBps: 10_000, users: 1, usersBelow: 0, noticeMs: 60_000 })
    expect(await api.organizations.balance({ ...organization, mode: 'sandbox' })).toMatchObject({ available: dollars('100'), held: 0n })
    expect(await api.organizations.price({ ...organization, amount: '20' })).toMatchObject({ credit: dollars('20.00') })
    expect((await api.usage.charges({ appId: theirs.publicAppId })).rows.map(({ id }) => id)).toEqual([theirCharge])
    expect(await api.organizations.list()).toMatchObject([{ id: theirs.publicOrganizationId, apps: [{ id: theirs.publicAppId }] }])
  })
})

async function refusal(ask: () => Promise<unknown>): Promise<string> {
  return ask().then(
    (answer) => `answered ${JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`,
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  )
}
