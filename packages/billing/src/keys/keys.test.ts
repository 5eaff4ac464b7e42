// A key's life: shown once, known by its hash, stopped at once.
import { ApiKeyDirectory } from '@farebox/auth/api-key-directory'
import { dollars, holdRequest, opened, walletTotals } from '@farebox/ledger/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { aDeveloper, aPayer, asPerson, type Developer, developerWorld } from '../../test/developer-world.ts'

const world = opened(developerWorld)
let developer: Developer
beforeAll(async () => {
  developer = await aDeveloper(world)
})

const api = () => asPerson(world, developer.person)
const app = () => ({ appId: developer.publicAppId })

describe('an API key', () => {
  it('is shown once: no list and no table has it', async () => {
    const created = await api().keys.create({ ...app(), name: 'Server', billingMode: 'user' })
    expect(created.secret).toMatch(/^sk-farebox-live-/)
    const listed = await api().keys.list(app())
    expect(listed[0]).toMatchObject({ id: created.id, name: 'Server', billingMode: 'user', status: 'active', budget: null })
    const kept = await world.database.apiKey.findMany()
    const everything = JSON.stringify([listed, kept], (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(everything).not.toContain(created.secret)
    expect(everything).not.toContain(created.secret.slice(20, -6))
  })

  it('names its app, its mode and who pays to whoever receives it', async () => {
    const created = await api().keys.create({ ...app(), mode: 'sandbox', name: 'Tests', billingMode: 'developer' })
    expect(created.secret).toMatch(/^sk-farebox-test-/)
    const found = await new ApiKeyDirectory({ database: world.database, clock: () => new Date() }).find(created.secret)
    const facts = { appId: developer.appId, organizationId: developer.organizationId, mode: 'sandbox', billingMode: 'developer' }
    expect(found).toMatchObject(facts)
    expect((await api().keys.list(app())).map(({ id }) => id)).not.toContain(created.id)
  })

  it('that is revoked stops with the next call, even where it is still remembered', async () => {
    const payer = await aPayer(world, developer, { externalUserId: 'user_123', creditMicrocents: dollars('5.00') })
    const created = await api().keys.create({ ...app(), name: 'Leaked', billingMode: 'user' })
    const directory = new ApiKeyDirectory({ database: world.database, clock: () => new Date() })
    const { apiKeyId } = await directory.find(created.secret)
    const { id: priceVersionId, providerId } = await aPrice()
    const ids = { ...developer, apiKeyId, priceVersionId, providerId, walletId: payer.walletId, connectionId: payer.connectionId }
    const held = await world.holds.open(holdRequest(ids, dollars('0.01')))
    expect(held.outcome).toBe('held')
    await world.holds.settle({
      holdId: held.holdId,
      walletId: payer.walletId,
      resolution: 'released',
      baseMicrocents: dollars('0'),
      costMicrocents: dollars('0'),
    })

    await api().keys.revoke({ ...app(), apiKeyId: created.id })
    expect((await world.holds.open(holdRequest(ids, dollars('0.01')))).outcome).toBe('invalid_api_key')
    await api().keys.revoke({ ...app(), apiKeyId: created.id })
    const actions = await world.database.auditEntry.findMany({ where: { subject: created.id }, orderBy: { at: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked'])
  })

  it('that bills the organization keeps to its budget', async () => {
    const budget = { amount: '0.10', period: 'day' } as const
    const created = await api().keys.create({ ...app(), mode: 'sandbox', name: 'Batch', billingMode: 'developer', budget })
    const { apiKeyId } = await new ApiKeyDirectory({ database: world.database, clock: () => new Date() }).find(created.secret)
    const wallet = await world.database.wallet.findFirstOrThrow({ where: { organizationId: developer.organizationId, mode: 'sandbox' } })
    const connection = await world.database.connection.findFirstOrThrow({ where: { walletId: wallet.id, appId: developer.appId } })
    const { id: priceVersionId, providerId } = await aPrice()
    const ids = { ...developer, apiKeyId, priceVersionId, providerId, walletId: wallet.id, connectionId: connection.id }
    expect((await world.holds.open(holdRequest(ids, dollars('0.10')))).outcome).toBe('held')
    const refused = await world.holds.open(holdRequest(ids, dollars('0.01')))
    expect(refused).toMatchObject({ outcome: 'key_budget_reached', limit: { amountMicrocents: dollars('0.10') } })
    await api().keys.setBudget({ ...app(), mode: 'sandbox', apiKeyId: created.id, budget: { amount: '0.20', period: 'day' } })
    expect((await world.holds.open(holdRequest(ids, dollars('0.10')))).outcome).toBe('held')
    const [listed] = await api().keys.list({ ...app(), mode: 'sandbox' })
    expect(listed?.budget).toEqual({ limitMicrocents: dollars('0.20'), usedMicrocents: dollars('0.20'), period: 'day' })
    const tomorrow = asPerson(world, developer.person, { now: new Date(Date.now() + 86_400_000) })
    expect((await tomorrow.keys.list({ ...app(), mode: 'sandbox' }))[0]?.budget?.usedMicrocents).toBe(0n)
  })

  it('G55: that has spent more than its budget gives nothing back when it is revoked or deleted; what it began is charged', async () => {
    const budget = { amount: '0.30', period: 'day' } as const
    const created = await api().keys.create({ ...app(), mode: 'sandbox', name: 'Over', billingMode: 'developer', budget })
    const { apiKeyId } = await new ApiKeyDirectory({ database: world.database, clock: () => new Date() }).find(created.secret)
    const wallet = await world.database.wallet.findFirstOrThrow({ where: { organizationId: developer.organizationId, mode: 'sandbox' } })
    const connection = await world.database.connection.findFirstOrThrow({ where: { walletId: wallet.id, appId: developer.appId } })
    const { id: priceVersionId, providerId } = await aPrice()
    const ids = { ...developer, apiKeyId, priceVersionId, providerId, walletId: wallet.id, connectionId: connection.id }
    const cost = (amount: string) => ({ baseMicrocents: dollars(amount), costMicrocents: dollars(amount) })
    const settle = (holdId: string) => world.holds.settle({ holdId, walletId: wallet.id, resolution: 'settled', ...cost('0.10') })
    const holds = [await world.holds.open(holdRequest(ids, dollars('0.10'))), await world.holds.open(holdRequest(ids, dollars('0.10')))]
    await settle(holds[0]?.holdId ?? '')
    await api().keys.setBudget({ ...app(), mode: 'sandbox', apiKeyId: created.id, budget: { amount: '0.05', period: 'day' } })
    const standing = async () => ({
      totals: await walletTotals(world.database, wallet.id),
      transfers: await world.database.transfer.count(),
      budgets: await world.database.keyBudget.findMany({ where: { walletId: wallet.id }, orderBy: { apiKeyId: 'asc' } }),
    })
    const before = await standing()
    expect(before.budgets.find((each) => each.apiKeyId === apiKeyId)).toMatchObject({
      ...{ limitMicrocents: dollars('0.05'), windowUsedMicrocents: dollars('0.20') },
    })
    await api().keys.revoke({ ...app(), apiKeyId: created.id })
    expect(await standing()).toEqual(before)
    await settle(holds[1]?.holdId ?? '')
    const { available, held } = before.totals
    expect(await walletTotals(world.database, wallet.id)).toEqual({ available, held: held - dollars('0.10') })
    const transfers = await world.database.transfer.count()
    await world.database.apiKey.delete({ where: { id: apiKeyId } })
    expect(await walletTotals(world.database, wallet.id)).toEqual({ available, held: held - dollars('0.10') })
    expect(await world.database.transfer.count()).toBe(transfers)
  })

  it('that bills the organization keeps each end user to their own part of it', async () => {
    const endUserBudget = { amount: '0.10', period: 'day' } as const
    const created = await api().keys.create({ ...app(), mode: 'sandbox', name: 'Free tier', billingMode: 'developer', endUserBudget })
    const { apiKeyId } = await new ApiKeyDirectory({ database: world.database, clock: () => new Date() }).find(created.secret)
    const wallet = await world.database.wallet.findFirstOrThrow({ where: { organizationId: developer.organizationId, mode: 'sandbox' } })
    const connection = await world.database.connection.findFirstOrThrow({ where: { walletId: wallet.id, appId: developer.appId } })
    const { id: priceVersionId, providerId } = await aPrice()
    const ids = { ...developer, apiKeyId, priceVersionId, providerId, walletId: wallet.id, connectionId: connection.id }
    const holdFor = (endUser: string) => world.holds.open({ ...holdRequest(ids, dollars('0.10')), endUser })
    expect((await holdFor('greedy')).outcome).toBe('held')
    expect(await holdFor('greedy')).toMatchObject({ outcome: 'key_budget_reached', limit: { amountMicrocents: dollars('0.10') } })
    expect((await holdFor('modest')).outcome).toBe('held')

    const listed = async () => (await api().keys.list({ ...app(), mode: 'sandbox' }))[0]
    expect(await listed()).toMatchObject({ budget: null, endUserBudget: { limitMicrocents: dollars('0.10'), period: 'day' } })
    const change = { ...app(), mode: 'sandbox', apiKeyId: created.id } as const
    await api().keys.setBudget({ ...change, budget: { amount: '5', period: 'month' } })
    expect(await listed()).toMatchObject({ budget: { period: 'month' }, endUserBudget: { period: 'day' } })
    await api().keys.setBudget({ ...change, budget: null, endUserBudget: null })
    expect(await listed()).toMatchObject({ budget: null, endUserBudget: null })
    expect((await holdFor('greedy')).outcome).toBe('held')
  })

  it.each([
    ['a budget on a key its users pay for', { name: 'x y', billingMode: 'user', budget: { amount: '1', period: 'day' } }],
    ['a budget for each end user on such a key', { name: 'x y', billingMode: 'user', endUserBudget: { amount: '1', period: 'day' } }],
    ['no name', { name: ' ', billingMode: 'user' }],
    ['a name of control characters', { name: 'ab\u0000\u0007', billingMode: 'user' }],
    ['a budget that is not money', { name: 'x y', billingMode: 'developer', budget: { amount: '1e3', period: 'day' } }],
  ] as const)('with %s is refused', async (_, request) => {
    const before = await world.database.apiKey.count()
    await expect(api().keys.create({ ...app(), ...request })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(await world.database.apiKey.count()).toBe(before)
  })
})

async function aPrice() {
  const known = await world.database.priceVersion.findFirst()
  if (known) return known
  const provider = await world.database.provider.create({ data: { id: crypto.randomUUID(), name: 'test-provider' } })
  const version = { id: crypto.randomUUID(), model: 'test-model', providerId: provider.id, startsAt: new Date(0), source: 'test' }
  return world.database.priceVersion.create({ data: version })
}
