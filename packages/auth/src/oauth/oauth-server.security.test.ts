// What an attacker gets from the OAuth server: nothing. Each attempt is shown to succeed with its one honest ingredient first.
import { createHash, randomBytes } from 'node:crypto'
import { allowInsecureRequests, authorizationCodeGrant, discovery, None } from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anApp, aUser, Browser, type OAuthWorld, oauthWorld } from '../../test/oauth-world.ts'

let world: OAuthWorld
let app: Awaited<ReturnType<typeof anApp>>
beforeAll(async () => {
  world = await oauthWorld()
  app = await anApp(world)
})
afterAll(() => world.stop())

type Ask = { verifier: string; state: string; address: string }

function ask(changes: Record<string, string | undefined> = {}): Ask {
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(8).toString('hex')
  const parameters: Record<string, string | undefined> = {
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    response_type: 'code',
    scope: 'openid spend',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
    ...changes,
  }
  const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  return { verifier, state, address: `${world.issuer}/oauth/authorize?${query}` }
}

const codeIn = (at: URL) => at.searchParams.get('code') ?? undefined

async function exchange(code: string | undefined, verifier: string, changes: Record<string, string> = {}) {
  return tokens({
    grant_type: 'authorization_code',
    code: code ?? '',
    code_verifier: verifier,
    redirect_uri: app.redirectUri,
    client_id: app.clientId,
    ...changes,
  })
}

async function tokens(parameters: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams(parameters), headers })
  const body = (await response.json()) as { access_token?: string; refresh_token?: string; error?: string }
  return { status: response.status, headers: response.headers, ...body }
}

/** Connects as people do, asked or not asked again, and answers the code with its verifier. */
async function connected(browser: Browser) {
  const asked = ask()
  const page = await browser.follow(asked.address)
  const isAsked = page.at.pathname.startsWith('/connect/')
  const { at } = isAsked ? await browser.follow(`${page.at.href}/allow`, 'POST') : page
  return { ...asked, code: codeIn(at), at }
}

const codeOfNew = async (): Promise<[string | undefined, string]> => {
  const { code, verifier } = await connected(Browser.signedInAs(await aUser(world)))
  return [code, verifier]
}

describe('two browsers', () => {
  it('an interaction is finished by the browser that began it, and by no other that knows its address', async () => {
    const [attacker, victim] = [new Browser(), Browser.signedInAs(await aUser(world))]
    const asked = ask()
    const begun = await attacker.follow(asked.address)
    expect(begun.at.pathname).toMatch(/^\/connect\//)

    // The victim is lured to the attacker's page and would even press allow: it is not theirs to finish.
    for (const [path, method] of [
      ['', 'GET'],
      ['/allow', 'POST'],
      ['/signIn', 'POST'],
      ['/deny', 'POST'],
    ] as const) {
      const lured = await victim.follow(`${begun.at.href}${path}`, method)
      expect({ path, status: lured.status, body: lured.body }).toEqual({ path, status: 403, body: '{"code":"connect_expired"}' })
    }
    // The attacker's browser goes on, and has nothing: nobody signed in there.
    const resumed = await attacker.follow(asked.address)
    expect(codeIn(resumed.at)).toBeUndefined()

    // The same page, finished by the browser it belongs to.
    const own = await connected(victim)
    expect(own.code).toBeTypeOf('string')
  })

  it('a cookie of one interaction does not finish another of the same browser', async () => {
    const browser = Browser.signedInAs(await aUser(world))
    const first = await browser.follow(ask().address)
    const second = await browser.follow(ask().address)
    expect(first.at.pathname).not.toBe(second.at.pathname)
    const crossed = await browser.follow(second.at.href)
    expect(JSON.parse(crossed.body)).toMatchObject({ clientId: app.clientId })
  })

  it('who signs in as somebody else in between gets their own page, never the other person’s code', async () => {
    const [first, second] = [await aUser(world), await aUser(world)]
    const browser = Browser.signedInAs(first)
    expect((await connected(browser)).code).toBeTypeOf('string')
    // Another person signs in to the wallet in the same browser. The server's own session is still the first one's.
    browser.become(second)
    const asked = await browser.follow(ask().address)
    expect(codeIn(asked.at)).toBeUndefined()
    expect(asked.at.pathname).toMatch(/^\/connect\//)
  })
})

describe('a code', () => {
  let browser: Browser
  beforeEach(async () => {
    browser = Browser.signedInAs(await aUser(world))
  })

  it('is worth a token with its verifier, and nothing without it', async () => {
    const good = await connected(browser)
    expect(await exchange(good.code, good.verifier)).toMatchObject({ status: 200, token_type: 'Bearer', expires_in: 900 })
    const stolen = await connected(browser)
    expect(await exchange(stolen.code, randomBytes(32).toString('base64url'))).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('is worth it once: a replay is refused and ends what the first use gave, also when both come at the same moment', async () => {
    const { code, verifier } = await connected(browser)
    const answers = await Promise.all([exchange(code, verifier), exchange(code, verifier), exchange(code, verifier)])
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    expect(await exchange(code, verifier)).toMatchObject({ error: 'invalid_grant' })
    for (const { access_token: token } of answers) {
      if (token) expect((await userinfo(token)).status).toBe(401)
    }
  })

  it('goes back to the exact address that was registered, with state and issuer', async () => {
    const { at, state } = await connected(browser)
    expect(`${at.origin}${at.pathname}`).toBe(app.redirectUri)
    expect(at.searchParams.get('state')).toBe(state)
    expect(at.searchParams.get('iss')).toBe(world.issuer)
    for (const near of [
      'https://pixelpal.example/callback/',
      'https://pixelpal.example/callback?x=1',
      'https://evil.example/callback',
      'http://pixelpal.example/callback',
    ]) {
      const refused = await browser.follow(ask({ redirect_uri: near }).address)
      expect({ near, at: refused.at.href }).toEqual({ near, at: `${world.issuer}/connect/problem?code=invalid_redirect_uri` })
    }
  })

  it('is not given without a challenge, with a plain one, or by another flow', async () => {
    const without = await browser.follow(ask({ code_challenge: undefined, code_challenge_method: undefined }).address)
    expect(without.at.searchParams.get('error')).toBe('invalid_request')
    const plain = await browser.follow(ask({ code_challenge_method: 'plain' }).address)
    expect(plain.at.searchParams.get('error')).toBe('invalid_request')
    const implicit = await browser.follow(ask({ response_type: 'token' }).address)
    expect(implicit.at.href).toMatch(/unsupported_response_type|unauthorized_client|invalid_request/)
  })

  it('is not exchanged by another app', async () => {
    const other = await anApp(world, { name: 'LingoPal', origin: 'https://lingo.example' })
    const { code, verifier } = await connected(browser)
    expect(await exchange(code, verifier, { client_id: other.clientId })).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await exchange(code, verifier)).toMatchObject({ status: 200 })
  })
})

describe('an attacker’s answer in a victim’s browser', () => {
  const because = (reason: RegExp) => ({ cause: { message: expect.stringMatching(reason) } })

  /** What an app's page does with the address it was sent back to, by a client library that knows the issuer. */
  async function page(verifier: string, state: string) {
    const farebox = await discovery(new URL(world.issuer), app.clientId, undefined, None(), { execute: [allowInsecureRequests] })
    return (at: URL) => authorizationCodeGrant(farebox, at, { pkceCodeVerifier: verifier, expectedState: state })
  }

  it('is refused: a code belongs to the browser that asked for it, by its challenge and by its state', async () => {
    const [attacker, victim] = [Browser.signedInAs(await aUser(world)), Browser.signedInAs(await aUser(world))]
    const own = await connected(victim)
    expect((await (await page(own.verifier, own.state))(own.at)).access_token).toMatch(/^ut-farebox-/)

    // The attacker's code, put into the answer the victim's page waits for: their verifier does not open it, and it is spent by trying.
    const [injected, waiting] = [await connected(attacker), await connected(victim)]
    const crossed = new URL(waiting.at)
    crossed.searchParams.set('code', injected.code ?? '')
    await expect((await page(waiting.verifier, waiting.state))(crossed)).rejects.toMatchObject({ error: 'invalid_grant' })
    // The whole of the attacker's answer: it carries another state, and the page does not even ask.
    await expect((await page(waiting.verifier, waiting.state))(injected.at)).rejects.toMatchObject(because(/"state"/))
  })

  it('of another server is refused before the code is sent anywhere: every answer says who gave it', async () => {
    const victim = Browser.signedInAs(await aUser(world))
    const { at, verifier, state } = await connected(victim)
    for (const wrong of ['https://evil.example', `${world.issuer}/`, undefined]) {
      const mixedUp = new URL(at)
      mixedUp.searchParams.delete('iss')
      if (wrong) mixedUp.searchParams.set('iss', wrong)
      await expect((await page(verifier, state))(mixedUp), String(wrong)).rejects.toMatchObject(because(/"iss"/))
    }
    // Nobody used it up: with its own issuer it is still good.
    expect((await (await page(verifier, state))(at)).access_token).toMatch(/^ut-farebox-/)
  })
})

describe('tokens', () => {
  it('are refreshed by the client they were given to, and by no other', async () => {
    const other = await anApp(world, { name: 'LingoPal', origin: 'https://lingo.example' })
    const { code, verifier } = await connected(Browser.signedInAs(await aUser(world)))
    const given = await exchange(code, verifier)
    const refresh = (clientId: string) =>
      tokens({ grant_type: 'refresh_token', refresh_token: given.refresh_token ?? '', client_id: clientId })
    expect(await refresh(other.clientId)).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect(await refresh(app.clientId)).toMatchObject({ status: 200 })
    // Nor does a stolen one work at the moment its owner uses it: of all who present it at most one is answered, and then none is.
    const next = await exchange(...(await codeOfNew()))
    const race = () => tokens({ grant_type: 'refresh_token', refresh_token: next.refresh_token ?? '', client_id: app.clientId })
    const answers = await Promise.all([race(), race(), race()])
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    for (const { access_token: token } of [next, ...answers]) if (token) expect((await userinfo(token)).status).toBe(401)
  })

  it('a refresh token is used once: using it again ends every token of the grant', async () => {
    const browser = Browser.signedInAs(await aUser(world))
    const { code, verifier } = await connected(browser)
    const first = await exchange(code, verifier)
    const refresh = (token: string | undefined) =>
      tokens({ grant_type: 'refresh_token', refresh_token: token ?? '', client_id: app.clientId })
    const second = await refresh(first.refresh_token)
    expect(second).toMatchObject({ status: 200 })
    expect((await userinfo(second.access_token)).status).toBe(200)
    expect(await refresh(first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' })
    expect((await userinfo(second.access_token)).status).toBe(401)
    expect(await refresh(second.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' })
  })

  it('a revoked token is dead at once', async () => {
    const browser = Browser.signedInAs(await aUser(world))
    const { code, verifier } = await connected(browser)
    const { access_token: token } = await exchange(code, verifier)
    expect((await userinfo(token)).status).toBe(200)
    await fetch(`${world.issuer}/oauth/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: token ?? '', client_id: app.clientId }),
    })
    expect((await userinfo(token)).status).toBe(401)
  })

  it('are not in the table: who copies it has nothing to present', async () => {
    const browser = Browser.signedInAs(await aUser(world))
    const { code, verifier } = await connected(browser)
    const { access_token: access = 'x', refresh_token: refresh = 'x' } = await exchange(code, verifier)
    const rows = JSON.stringify(await world.database.oAuthState.findMany())
    for (const secret of [access, refresh, code ?? 'x']) expect(rows).not.toContain(secret)
    const keys = JSON.stringify(
      (await world.database.oAuthKey.findMany()).map(({ sealedJwk }) => Buffer.from(sealedJwk).toString('latin1')),
    )
    expect(keys).not.toContain('"d"')
  })

  it('a website of another app cannot exchange codes from a browser', async () => {
    const browser = Browser.signedInAs(await aUser(world))
    const parameters = async () => {
      const { code, verifier } = await connected(browser)
      return {
        grant_type: 'authorization_code',
        code: code ?? '',
        code_verifier: verifier,
        redirect_uri: app.redirectUri,
        client_id: app.clientId,
      }
    }
    const own = await tokens(await parameters(), { origin: app.origin })
    expect({ status: own.status, allowed: own.headers.get('access-control-allow-origin') }).toEqual({ status: 200, allowed: app.origin })
    const foreign = await tokens(await parameters(), { origin: 'https://evil.example' })
    expect({ status: foreign.status, allowed: foreign.headers.get('access-control-allow-origin') }).toEqual({ status: 400, allowed: null })
  })
})

const userinfo = (token: string | undefined) => fetch(`${world.issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${token}` } })
