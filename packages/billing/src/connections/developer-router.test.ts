// How developers set up sign-in for their app: addresses exactly as they are meant, a secret that is shown once, all of it on record.
import { secretHash } from '@farebox/auth/oauth-clients'
import { newId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aDeveloper, asPerson, type Developer, developerWorld } from '../../test/developer-world.ts'
import { defineService } from '../services/define-service.ts'
import { storePrices } from '../testing/world.ts'

const world = opened(developerWorld)
let developer: Developer
beforeAll(async () => {
  await storePrices(world.database)
})
beforeEach(async () => {
  developer = await aDeveloper(world)
})

const api = () => asPerson(world, developer.person)
const live = () => ({ appId: developer.publicAppId })
const sandbox = () => ({ ...live(), mode: 'sandbox' as const })
const audit = async (action: string) =>
  (await world.database.auditEntry.findMany({ where: { action, subject: developer.publicAppId } })).map(({ actorId, details }) => ({
    actorId,
    details,
  }))

describe('the publishable key', () => {
  it('is made once for each mode', async () => {
    const first = await api().connect.client(live())
    expect(first).toEqual({
      clientId: expect.stringMatching(/^pk-farebox-live-\w{30}$/),
      redirectUris: [],
      origins: [],
      liveOrigins: [],
      server: null,
    })
    expect((await api().connect.client(live())).clientId).toBe(first.clientId)
    expect((await api().connect.client(sandbox())).clientId).toMatch(/^pk-farebox-test-\w{30}$/)
  })
})

describe('redirect addresses', () => {
  const callback = 'https://pixelpal.example/callback'

  it('belong to one mode, are tried as they will be judged, and are on record', async () => {
    await api().connect.setRedirects({ ...live(), redirectUris: [callback] })
    expect((await api().connect.client(live())).redirectUris).toEqual([callback])
    expect((await api().connect.client(sandbox())).redirectUris).toEqual([])
    expect(await api().connect.tryRedirect({ ...live(), redirectUri: callback })).toMatchObject({ matches: true })
    expect(await api().connect.tryRedirect({ ...live(), redirectUri: `${callback}/` })).toMatchObject({
      matches: false,
      why: expect.stringContaining('ends with a slash'),
    })
    const local = { redirectUri: 'http://localhost:5173/' }
    expect(await api().connect.tryRedirect({ ...live(), ...local })).toMatchObject({ matches: false })
    expect(await api().connect.tryRedirect({ ...sandbox(), ...local })).toMatchObject({ matches: true })

    await api().connect.setRedirects({ ...live(), redirectUris: [callback] })
    const details = { mode: 'live', before: [], after: [callback] }
    expect(await audit('app.redirects_set')).toEqual([{ actorId: developer.person.userId, details }])
  })

  it('that are not exact are refused, and the earlier ones stay', async () => {
    await api().connect.setRedirects({ ...live(), redirectUris: [callback] })
    for (const wrong of ['https://*.pixelpal.example/callback', 'http://pixelpal.example/callback', 'pixelpal']) {
      const refused = api().connect.setRedirects({ ...live(), redirectUris: [callback, wrong] })
      await expect(refused).rejects.toMatchObject({ code: 'BAD_REQUEST', cause: { param: 'redirect_uris' } })
    }
    expect((await api().connect.client(live())).redirectUris).toEqual([callback])
  })
})

describe('websites', () => {
  it('are kept as browsers name them; the first is the one users are shown', async () => {
    await api().connect.setOrigins({
      ...live(),
      origins: ['https://pixelpal.example/', 'https://www.pixelpal.example', 'http://localhost:3000'],
    })
    const kept = ['https://pixelpal.example', 'http://localhost:3000', 'https://www.pixelpal.example']
    expect((await api().connect.client(live())).origins).toEqual(kept)
    expect(await api().connect.client(sandbox())).toMatchObject({ origins: [], liveOrigins: kept })
    expect(await api().apps.find(live())).toMatchObject({ origin: 'https://pixelpal.example' })

    // The sandbox's own never reach live, and saying them there takes no live one away.
    await api().connect.setOrigins({ ...sandbox(), origins: ['https://staging.pixelpal.example', 'https://pixelpal.example'] })
    expect((await api().connect.client(live())).origins).toEqual(kept)
    expect((await api().connect.client(sandbox())).origins).toEqual(['https://staging.pixelpal.example'])
    await api().connect.setOrigins({ ...sandbox(), origins: [] })

    await api().connect.setOrigins({ ...live(), origins: ['https://www.pixelpal.example'] })
    expect(await world.database.appOrigin.findMany({ where: { appId: developer.appId } })).toMatchObject([
      { origin: 'https://www.pixelpal.example' },
    ])
    expect(await api().apps.find(live())).toMatchObject({ origin: 'https://www.pixelpal.example' })
    await api().connect.setOrigins({ ...live(), origins: [] })
    expect(await api().apps.find(live())).toMatchObject({ origin: null })
    expect(await audit('app.origins_set')).toHaveLength(5)
  })

  it.each([
    'https://pixelpal.example/app',
    'http://pixelpal.example',
    'javascript:alert(1)',
    'null',
    'https://me@pixelpal.example',
    'https://a.example?x=1',
  ])('%s is none', async (origin) => {
    await expect(api().connect.setOrigins({ ...live(), origins: [origin] })).rejects.toMatchObject({ cause: { param: 'origins' } })
    expect(await world.database.appOrigin.count({ where: { appId: developer.appId } })).toBe(0)
  })
})

describe('the server’s secret', () => {
  it('is shown once, ends when it is replaced, and goes where the app’s users are sent back', async () => {
    await api().connect.setRedirects({ ...live(), redirectUris: ['https://pixelpal.example/callback'] })
    const first = await api().connect.replaceSecret(live())
    expect(first.secret).toMatch(/^cs-farebox-live-[\w-]{43}$/)
    const second = await api().connect.replaceSecret(live())
    expect(second).toMatchObject({ clientId: first.clientId })
    const kept = await world.database.oAuthClient.findUniqueOrThrow({ where: { clientId: first.clientId } })
    expect(kept).toMatchObject({ secretHash: secretHash(second.secret), redirectUris: ['https://pixelpal.example/callback'] })
    const seen = JSON.stringify([await api().connect.client(live()), await audit('app.secret_issued')])
    for (const { secret } of [first, second]) expect(seen).not.toContain(secret.slice(16, -4))
    expect(await api().connect.client(live())).toMatchObject({ server: { clientId: first.clientId, lastFour: second.secret.slice(-4) } })

    await api().connect.setRedirects({ ...live(), redirectUris: ['https://pixelpal.example/new'] })
    expect(
      (await world.database.oAuthClient.findMany({ where: { appId: developer.appId, mode: 'live' } })).map((each) => each.redirectUris),
    ).toEqual([['https://pixelpal.example/new'], ['https://pixelpal.example/new']])
    expect(await audit('app.secret_issued')).toMatchObject([
      { details: { replaced: null } },
      { details: { replaced: first.secret.slice(-4) } },
    ])
  })
})

it('the preview says what the consent page will say, services included', async () => {
  const price = { cents: 150, per: 1_000, unit: 'page' }
  const now = new Date()
  await defineService(world.database, { ...developer, name: 'page-scan', price, description: 'Reads a scanned page', now })
  expect(await api().connect.preview(live())).toMatchObject({
    title: 'PixelPal wants to use AI on your balance',
    price: expect.stringMatching(
      /^You pay the model’s price \+ 15 % to PixelPal\. A typical message costs \$0\.\d+ \(GPT-4o mini\) to \$0\.\d+ \(.+\)\.$/,
    ),
    reach: 'It can: spend up to your limit. It cannot: see your card, your balance, or other apps.',
    limit: dollars('5.00'),
    services: [{ name: 'page-scan', description: 'Reads a scanned page', price: '$1.50 per 1,000 pages.', next: null }],
  })
})

it('is set up by those who build the app: finance people are refused, and change nothing', async () => {
  const asked = (caller: ReturnType<typeof api>) => [
    caller.connect.client(live()),
    caller.connect.preview(live()),
    caller.connect.tryRedirect({ ...live(), redirectUri: 'https://pixelpal.example/' }),
    caller.connect.setRedirects({ ...live(), redirectUris: [] }),
    caller.connect.setOrigins({ ...live(), origins: [] }),
    caller.connect.replaceSecret(live()),
  ]
  const member = async (role: 'developer' | 'finance') => {
    const userId = newId()
    const email = `${userId}@farebox.test`
    const memberships = { create: { organizationId: developer.organizationId, role } }
    await world.database.user.create({ data: { id: userId, email, memberships } })
    return asPerson(world, { userId, email, name: null })
  }
  const outcomes = await Promise.allSettled(asked(await member('finance')))
  expect(outcomes).toEqual(outcomes.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'FORBIDDEN' }) })))
  expect(await world.database.oAuthClient.count({ where: { appId: developer.appId } })).toBe(0)
  expect((await Promise.allSettled(asked(await member('developer')))).map(({ status }) => status)).toEqual(Array(6).fill('fulfilled'))
})
