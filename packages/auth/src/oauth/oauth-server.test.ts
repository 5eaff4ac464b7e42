// Signing in to an app with Farebox, by a client library that knows nothing of us but the issuer's address.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  skipSubjectCheck,
  tokenRevocation,
} from 'openid-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApp, aUser, Browser, type OAuthWorld, oauthWorld } from '../../test/oauth-world.ts'
import { forgetOldOAuthState } from './oauth-state.ts'
import { signingKeys } from './signing-keys.ts'

let world: OAuthWorld
beforeAll(async () => {
  world = await oauthWorld()
})
afterAll(() => world.stop())

type App = Awaited<ReturnType<typeof anApp>>

async function begin(app: App, parameters: Record<string, string> = {}) {
  const configuration = await discovery(new URL(world.issuer), app.clientId, undefined, None(), { execute: [allowInsecureRequests] })
  const [verifier, state] = [randomPKCECodeVerifier(), randomState()]
  const address = buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: app.redirectUri, scope: 'openid email spend', state },
    ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...parameters },
  })
  return {
    address: address.href,
    finish: (at: URL) => authorizationCodeGrant(configuration, at, { pkceCodeVerifier: verifier, expectedState: state }),
    configuration,
  }
}

async function signIn(browser: Browser, app: App) {
  const { address, finish, configuration } = await begin(app)
  const page = await browser.follow(address)
  const isAsked = page.at.pathname.startsWith('/connect/')
  const { at } = isAsked ? await browser.follow(`${page.at.href}/allow`, 'POST') : page
  const tokens = await finish(at)
  return { isAsked, tokens, configuration, subject: tokens.claims()?.sub ?? '' }
}

it('publishes what it does, and nothing it does not do', async () => {
  for (const name of ['openid-configuration', 'oauth-authorization-server']) {
    const document = await (await fetch(`${world.issuer}/.well-known/${name}`)).json()
    expect(document).toMatchObject({
      issuer: world.issuer,
      authorization_endpoint: `${world.issuer}/oauth/authorize`,
      token_endpoint: `${world.issuer}/oauth/token`,
      revocation_endpoint: `${world.issuer}/oauth/revoke`,
      jwks_uri: `${world.issuer}/oauth/jwks`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      subject_types_supported: ['pairwise'],
      authorization_response_iss_parameter_supported: true,
    })
  }
})

it('S23: a second app connects without a second sign-in, and knows the same person by another subject', async () => {
  const [pixel, lingo] = [await anApp(world), await anApp(world, { name: 'LingoPal', origin: 'https://lingo.example' })]
  const browser = Browser.signedInAs(await aUser(world))
  const first = await signIn(browser, pixel)
  expect(first.subject).toMatch(/^[\w-]{32}$/)

  // The second app is asked for consent only; the first, again, for nothing at all.
  const { address } = await begin(lingo)
  const page = await browser.follow(address)
  expect(JSON.parse((await browser.follow(page.at.href)).body)).toMatchObject({ clientId: lingo.clientId, prompt: 'consent' })
  const second = await signIn(browser, lingo)
  expect(second.subject).not.toBe(first.subject)
  const again = await signIn(browser, pixel)
  expect(again).toMatchObject({ isAsked: false, subject: first.subject })
})

it('an app sees the mail address only where it asked, and keeps going with its refresh token', async () => {
  const app = await anApp(world, { name: 'MailPal', origin: 'https://mail.example' })
  const userId = await aUser(world)
  const { tokens, configuration, subject } = await signIn(Browser.signedInAs(userId), app)
  expect(await fetchUserInfo(configuration, tokens.access_token, subject)).toMatchObject({ sub: subject, email: `${userId}@farebox.test` })
  const renewed = await refreshTokenGrant(configuration, tokens.refresh_token ?? '')
  expect(renewed.access_token).not.toBe(tokens.access_token)
  expect(renewed.expiresIn()).toBeGreaterThan(890)
})

it('asks again when what was agreed to has changed; with prompt=none it says so instead of asking', async () => {
  const app = await anApp(world, { name: 'Changing', origin: 'https://changing.example' })
  const userId = await aUser(world)
  const browser = Browser.signedInAs(userId)
  await signIn(browser, app)
  const silent = await begin(app, { prompt: 'none' })
  expect((await browser.follow(silent.address)).at.searchParams.get('code')).toBeTypeOf('string')

  world.allowed.delete(`${app.clientId} ${userId}`)
  const refused = await browser.follow((await begin(app, { prompt: 'none' })).address)
  expect(refused.at.searchParams.get('error')).toBe('consent_required')
  expect((await signIn(browser, app)).isAsked).toBe(true)
})

it('signing out ends every token; signing in again asks for nothing that was allowed before', async () => {
  const app = await anApp(world, { name: 'Leaving', origin: 'https://leaving.example' })
  const browser = Browser.signedInAs(await aUser(world))
  const { tokens, configuration } = await signIn(browser, app)
  await tokenRevocation(configuration, tokens.refresh_token ?? '')
  await expect(refreshTokenGrant(configuration, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
  await expect(fetchUserInfo(configuration, tokens.access_token, skipSubjectCheck)).rejects.toMatchObject({ status: 401 })
  expect((await signIn(browser, app)).isAsked).toBe(false)
})

it('in another browser an app that was allowed asks only who is there; a scope it never had is asked for', async () => {
  const app = await anApp(world, { name: 'Elsewhere', origin: 'https://elsewhere.example' })
  const userId = await aUser(world)
  await signIn(Browser.signedInAs(userId), app)

  const other = Browser.signedInAs(userId)
  const again = await begin(app)
  const page = await other.follow(again.address)
  expect(JSON.parse((await other.follow(page.at.href)).body)).toMatchObject({ prompt: 'login' })
  const { at } = await other.follow(`${page.at.href}/signIn`, 'POST')
  expect(at.searchParams.get('code')).toBeTypeOf('string')

  const more = await other.follow((await begin(app, { scope: 'openid email spend balance:read' })).address)
  expect(JSON.parse((await other.follow(more.at.href)).body)).toMatchObject({ prompt: 'consent' })
})

it('without a session at the wallet it asks who is there, and a denial goes back to the app as one', async () => {
  const app = await anApp(world, { name: 'Denied', origin: 'https://denied.example' })
  const { address } = await begin(app)
  const browser = new Browser()
  const page = await browser.follow(address)
  expect(JSON.parse((await browser.follow(page.at.href)).body)).toMatchObject({ prompt: 'login', returnsTo: 'https://denied.example' })
  const { at } = await browser.follow(`${page.at.href}/deny`, 'POST')
  expect(at.searchParams.get('error')).toBe('access_denied')
})

it('keys change without a token becoming unreadable: the next is published before it signs, the last after it signed', async () => {
  const at = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000)
  const kids = async (days: number) =>
    (await signingKeys(world.database, { secret: 'a secret of the wallet that is long enough', now: at(days) })).map(({ kid }) => kid)
  const [first] = await kids(0)
  expect(await kids(30)).toEqual([first])
  const [signing, ahead] = await kids(59.5)
  expect([signing, ahead]).toEqual([first, expect.any(String)])
  expect(await kids(61)).toEqual([ahead, first])
  expect(await kids(68)).toEqual([ahead])
  await expect(signingKeys(world.database, { secret: 'another secret', now: at(61) })).rejects.toThrow()
})

it('forgets what expired, and nothing else', async () => {
  const before = await world.database.oAuthState.count()
  expect(await forgetOldOAuthState(world.database, world.clock.now)).toBe(0)
  expect(await forgetOldOAuthState(world.database, new Date(world.clock.now.getTime() + 40 * 86_400_000))).toBe(before)
})
