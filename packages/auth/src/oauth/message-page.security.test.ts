// An answer to the window that asked: to one origin, as data, and to nobody where nobody listens.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anApp, aUser, Browser, type OAuthWorld, oauthWorld } from '../../test/oauth-world.ts'
import { findClientWebsites, isWebsiteOf } from './client-websites.ts'
import { messagePage } from './message-page.ts'

let world: OAuthWorld
beforeAll(async () => {
  world = await oauthWorld()
})
afterAll(() => world.stop())

const ask = (clientId: string, redirectUri: string, more: Record<string, string> = {}) =>
  `${world.issuer}/oauth/authorize?${new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', response_mode: 'web_message', scope: 'openid spend' },
    ...{ state: 'mine', code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256', ...more },
  })}`

const dataIn = (body: string) => JSON.parse(/= (\{"message.*\})\n/.exec(body)?.[1] ?? '{}')

it('a code is posted to the origin of the registered address only, with state and issuer; not allowed is posted, too', async () => {
  const app = await anApp(world)
  const browser = Browser.signedInAs(await aUser(world))
  const { at } = await browser.follow(ask(app.clientId, app.redirectUri))
  const { body, status } = await browser.follow(`${at.href}/allow`, 'POST')
  expect(status).toBe(200)
  const { message, targetOrigin, continueTo } = dataIn(body)
  expect({ message, targetOrigin }).toEqual({
    message: { farebox: 'authorization', answer: { code: expect.any(String), state: 'mine', iss: world.issuer } },
    targetOrigin: app.origin,
  })
  // Where nobody listens, it is the ordinary way back.
  expect(continueTo.startsWith(`${app.redirectUri}?`)).toBe(true)

  const silent = await browser.follow(ask(app.clientId, app.redirectUri, { prompt: 'none', scope: 'openid spend balance:read' }))
  expect(dataIn(silent.body).message.answer).toMatchObject({ error: 'consent_required', state: 'mine' })
})

it('an address that is not registered gets no page that speaks', async () => {
  const app = await anApp(world, { name: 'Strict', origin: 'https://strict.example' })
  const browser = Browser.signedInAs(await aUser(world))
  const { at, body } = await browser.follow(ask(app.clientId, 'https://attacker.example/callback'))
  expect(at.pathname).toBe('/connect/problem')
  expect(body).not.toContain('postMessage')
})

it('what stands on the page is text: no answer can end its script or its markup', () => {
  const { html, headers } = messagePage({
    kind: 'funds',
    answer: { state: '</script><script>alert(1)</script>' },
    targetOrigin: 'https://pixelpal.example',
    says: '<img src=x onerror=alert(1)>',
  })
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).not.toContain('<img')
  expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'nonce-[^']+';.*frame-ancestors 'none'/)
})

it('in live mode only registered websites are an app’s; in the sandbox pages of this computer are, too', async () => {
  const live = await anApp(world, { name: 'Live', origin: 'https://live.example' })
  const practice = await anApp(world, { name: 'Practice', origin: 'https://practice.example', mode: 'sandbox' })
  const websites = async (clientId: string, origins: string[]) => {
    const client = await findClientWebsites(world.database, clientId)
    return origins.map((origin) => client && isWebsiteOf(client, origin))
  }
  const asked = ['https://live.example', 'https://practice.example', 'http://localhost:5173', 'http://localhost:5173/page', 'null']
  expect(await websites(live.clientId, asked)).toEqual([true, false, false, false, false])
  expect(await websites(practice.clientId, asked)).toEqual([false, true, true, false, false])
})
