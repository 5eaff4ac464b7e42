// Where a code may be sent: registered addresses only. A page on this computer counts as one in the sandbox, and never in live.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anApp, aUser, Browser, type OAuthWorld, oauthWorld } from '../../test/oauth-world.ts'

let world: OAuthWorld
beforeAll(async () => {
  world = await oauthWorld()
})
afterAll(() => world.stop())

const LOCAL = 'http://localhost:5173/callback'

type App = Awaited<ReturnType<typeof anApp>>

/** Asks for a code to be sent to this address, and allows it. */
async function ask({ clientId }: App, redirectUri: string) {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const address = new URL(`${world.issuer}/oauth/authorize`)
  address.search = new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid spend', state: 'a-state' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
  }).toString()
  const browser = Browser.signedInAs(await aUser(world))
  const page = await browser.follow(address.href)
  const { at } = page.at.pathname === '/connect/problem' ? page : await browser.follow(`${page.at.href}/allow`, 'POST')
  return { at, verifier }
}

function exchange({ clientId }: App, { at, verifier, redirectUri }: { at: URL; verifier: string; redirectUri: string }, origin: string) {
  return fetch(`${world.issuer}/oauth/token`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code: at.searchParams.get('code') ?? '', redirect_uri: redirectUri },
      ...{ client_id: clientId, code_verifier: verifier },
    }),
  })
}

describe('a page on this computer', () => {
  it('is answered in the sandbox on any port, and may exchange its code from the browser', async () => {
    const app = await anApp(world, { name: 'Practice', origin: 'https://practice.example', mode: 'sandbox' })
    for (const redirectUri of [LOCAL, 'http://127.0.0.1:41234/callback']) {
      const { at, verifier } = await ask(app, redirectUri)
      expect(`${at.origin}${at.pathname}`).toBe(redirectUri)
      const answer = await exchange(app, { at, verifier, redirectUri }, at.origin)
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, at.origin])
    }
  })

  it('is answered in the sandbox before anything is registered', async () => {
    const app = await anApp(world, { name: 'New', origin: 'https://new.example', mode: 'sandbox' })
    await world.database.oAuthClient.update({ where: { clientId: app.clientId }, data: { redirectUris: [] } })
    expect((await ask(app, LOCAL)).at.origin).toBe('http://localhost:5173')
  })

  it('is not answered in live', async () => {
    const app = await anApp(world, { name: 'Real', origin: 'https://real.example' })
    expect((await ask(app, app.redirectUri)).at.searchParams.get('code')).toBeTypeOf('string')
    const { at } = await ask(app, LOCAL)
    expect(`${at.origin}${at.pathname}${at.search}`).toBe(`${world.issuer}/connect/problem?code=invalid_redirect_uri`)
  })

  it('exchanges no code of live from the browser', async () => {
    const app = await anApp(world, { name: 'RealToo', origin: 'https://realtoo.example' })
    const asked = await ask(app, app.redirectUri)
    const answer = await exchange(app, { ...asked, redirectUri: app.redirectUri }, 'http://localhost:5173')
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, null])
  })
})

describe('any other website', () => {
  it.each([
    'https://evil.example/callback',
    'http://localhost.evil.example/callback',
    'https://practice3.example/callback/',
    'https://practice3.example/callback?next=https://evil.example',
    'https://practice3.example@evil.example/callback',
  ])('is answered neither in the sandbox nor in live: %s', async (address) => {
    for (const mode of ['sandbox', 'live'] as const) {
      const app = await anApp(world, { name: `Open ${mode}`, origin: 'https://practice3.example', mode })
      expect((await ask(app, app.redirectUri)).at.searchParams.get('code')).toBeTypeOf('string')
      expect((await ask(app, address)).at.href).toBe(`${world.issuer}/connect/problem?code=invalid_redirect_uri`)
    }
  })

  it('is not answered by an app that registered nothing', async () => {
    const app = await anApp(world, { name: 'Nothing', origin: 'https://nothing.example' })
    await world.database.oAuthClient.update({ where: { clientId: app.clientId }, data: { redirectUris: [] } })
    expect((await ask(app, app.redirectUri)).at.href).toBe(`${world.issuer}/connect/problem?code=invalid_redirect_uri`)
  })
})
