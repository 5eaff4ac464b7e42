// What somebody gains who has another's token, another tenant's ids, or a user who agreed to less. Each attempt first shows the honest
// way, then fails without its one honest ingredient.
import { giveConsent } from '@farebox/billing/consent'
import { RegisteredOrigins } from '@farebox/billing/proxy'
import { makeApp, type WorldApp, walletTotals } from '@farebox/billing/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, open } from './testing/ask.ts'
import { accessToken, type Connected, connectedUser } from './testing/connected-user.ts'
import { startGateway, type TestGateway, until } from './testing/start-gateway.ts'

let gateway: TestGateway
let app: WorldApp
beforeAll(async () => {
  gateway = await startGateway()
  app = await makeApp(gateway.database)
})
afterAll(() => gateway.stop())

const codeOf = ({ json }: { json: { error?: { code: string } } }) => json.error?.code
const chargesOf = ({ walletId }: Connected) => gateway.database.charge.findMany({ where: { walletId }, orderBy: { id: 'asc' } })
const total = (charges: readonly { baseMicrocents: bigint }[]) => charges.reduce((sum, { baseMicrocents }) => sum + baseMicrocents, 0n)

/** A registered website of an app, and a call from it. */
async function websiteOf({ appId }: WorldApp, name: string): Promise<string> {
  const origin = `https://${name}.example`
  await gateway.database.appOrigin.create({ data: { appId, origin } })
  return origin
}
const callFrom = (token: string, origin: string) => ask(gateway, { secret: token, model: 'gpt-4o-mini', headers: { origin } })

describe('a stolen access token', () => {
  it('spends from the pages of its own app, and from no other website, registered or not', async () => {
    const user = await connectedUser(gateway, app)
    const token = await accessToken(gateway, user)
    const other = await makeApp(gateway.database, { name: 'LingoPal' })
    const [own, foreign] = [await websiteOf(app, 'pixelpal'), await websiteOf(other, 'lingopal')]
    expect((await callFrom(token, own)).status).toBe(200)
    for (const origin of [foreign, 'https://evil.example', `${own}.evil.example`, 'null', `${own}:8443`]) {
      const refused = await callFrom(token, origin)
      expect([origin, refused.status, codeOf(refused)]).toEqual([origin, 403, 'origin_not_allowed'])
    }
    expect(await chargesOf(user)).toHaveLength(1)
  })

  it('does not spend from a page on somebody’s own computer, unless it is the sandbox’s or the address is registered', async () => {
    const { appId } = app
    await gateway.database.appOrigin.create({ data: { appId, origin: 'http://localhost:4000', mode: 'live' } })
    await gateway.database.appOrigin.create({ data: { appId, origin: 'https://staging.example', mode: 'sandbox' } })
    const inProduction = new RegisteredOrigins(gateway.database, false)
    const may = (mode: 'live' | 'sandbox', origin: string) => inProduction.isOfApp({ appId, mode }, origin)
    expect([await may('live', 'http://localhost:4000'), await may('live', 'http://localhost:4001')]).toEqual([true, false])
    expect([await may('sandbox', 'http://localhost:4001'), await may('sandbox', 'http://localhost.evil.example')]).toEqual([true, false])
    expect([await may('sandbox', 'https://staging.example'), await may('live', 'https://staging.example')]).toEqual([true, false])
  })

  it('of one app is not the other’s: the connection it stands for is looked at in every call', async () => {
    const other = await makeApp(gateway.database, { name: 'MapPal' })
    const [here, there] = [await connectedUser(gateway, app), await connectedUser(gateway, other)]
    expect((await ask(gateway, { secret: await accessToken(gateway, here) })).status).toBe(200)
    const crossed = await accessToken(gateway, { ...here, connectionId: there.connectionId })
    expect(await ask(gateway, { secret: crossed })).toMatchObject({ status: 401, json: { error: { code: 'token_expired' } } })
    expect(await chargesOf(there)).toEqual([])
  })
})

it('another tenant’s previous_response_id reads nothing: a call may name no state, and is not charged', async () => {
  const user = await connectedUser(gateway, app)
  const token = await accessToken(gateway, user)
  expect((await ask(gateway, { secret: token })).status).toBe(200)
  for (const parameter of ['previous_response_id', 'conversation', 'store', 'container']) {
    const refused = await ask(gateway, { secret: token, [parameter]: parameter === 'store' ? true : 'resp_0123456789' })
    expect([parameter, refused.status, codeOf(refused)]).toEqual([parameter, 400, 'unsupported_parameter'])
  }
  expect(await chargesOf(user)).toHaveLength(1)
})

it('disconnecting before the first byte, again and again, costs whoever does it: what we bear is ten cents a day at most', async () => {
  const user = await connectedUser(gateway, app)
  const token = await accessToken(gateway, user)
  expect((await ask(gateway, { secret: token })).status).toBe(200)
  gateway.standIn.tally.reset()
  const rounds = 12
  const leaving = new AbortController()
  const prompt = `${'word '.repeat(400)}\nstand-in: slow=5000`
  const calls = Array.from({ length: rounds }, () =>
    open(gateway, { secret: token, prompt, stream: true, max_tokens: 50, signal: leaving.signal }).catch(() => undefined),
  )
  await until('the provider to have all of them', () => gateway.standIn.tally.requests().length === rounds)
  leaving.abort()
  await Promise.all(calls)
  const { walletId } = user
  await until('every call to be settled', async () => (await gateway.database.hold.count({ where: { walletId, state: 'open' } })) === 0)
  const [, ...left] = await chargesOf(user)
  const cost = BigInt(gateway.standIn.tally.totals().costMicrocents)
  const { absorbedMicrocents } = await gateway.database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  expect(left).toHaveLength(rounds)
  expect(total(left)).toBeGreaterThan(0n)
  expect(cost - total(left)).toBeLessThanOrEqual(10_000_000n)
  expect(absorbedMicrocents).toBeLessThanOrEqual(10_000_000n)
  // Nothing of it stays reserved.
  expect((await walletTotals(gateway.database, walletId)).held).toBe(0n)
})

it('a markup raised after consent gains nothing until the user has agreed to it', async () => {
  const raised = await makeApp(gateway.database, { name: 'Raised', markupBps: 1_000 })
  const user = await connectedUser(gateway, raised)
  const token = await accessToken(gateway, user)
  const first = await ask(gateway, { secret: token })
  await gateway.database.app.update({ where: { id: raised.appId }, data: { markupBps: 9_000 } })
  const second = await ask(gateway, { secret: token })
  expect(second.json.usage.cost).toBe(first.json.usage.cost)
  const choice = { limit: '5', period: 'month' as const, callLimit: '', models: [], expiresInDays: null }
  await giveConsent(gateway.database, { ...user, now: new Date() }, choice, { markupBps: 9_000, ip: '192.0.2.1' })
  await ask(gateway, { secret: token })
  expect((await chargesOf(user)).map(({ markupBps }) => markupBps)).toEqual([1_000, 1_000, 9_000])
})
