// The route of a Next.js app: who is connected, and who pays, is who is signed in to the app. Nothing in an address changes that.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { completion, refusal, type ScriptedFarebox, scriptedFarebox } from '../../test/scripted-farebox.ts'
import { fareboxRoutes } from './farebox-routes.ts'

let server: ScriptedFarebox
beforeAll(async () => {
  server = await scriptedFarebox()
})
afterAll(() => server.stop())

const ann = { id: 'ann', label: 'ann@app.example' }
const routes = (user: typeof ann | undefined = ann) =>
  fareboxRoutes({ apiKey: 'sk', baseURL: server.baseURL, user: () => user, returnTo: '/settings?tab=ai', suggestedLimit: 5 })
const at = (page: string, init?: RequestInit) => new Request(`https://app.example/api/farebox/${page}`, init)
const chat = () => at('chat', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"messages":[]}' })

it('asks for a link for who is signed in, back to its own page, and confirms the code for them alone', async () => {
  server.answers({ status: 201, body: { url: 'https://wallet.example/connect/link/x' } })
  const away = await routes().GET(at('connect?user=bob'))
  expect([away.status, away.headers.get('location')]).toEqual([303, 'https://wallet.example/connect/link/x'])
  expect(server.heard[0]).toMatchObject({ path: '/v1/users/ann/connect-link' })
  expect(JSON.parse(server.heard[0]?.body ?? '')).toEqual({
    ...{ redirect_uri: 'https://app.example/api/farebox/connected', label: 'ann@app.example', suggested_limit: 5 },
  })

  server.answers({ body: {} })
  const back = await routes().GET(at('connected?code=abc&user=bob'))
  expect(back.headers.get('location')).toBe('https://app.example/settings?tab=ai&farebox=connected')
  expect(server.heard[0]).toMatchObject({ path: '/v1/users/ann/connect-link/confirm', body: '{"code":"abc"}' })
})

it('a code of somebody else’s link stays without effect, and one without a sign-in is not even shown to Farebox', async () => {
  server.answers({ status: 404, body: refusal('not_found') })
  expect((await routes().GET(at('connected?code=theirs'))).headers.get('location')).toContain('farebox=not_you')

  server.answers({ body: {} })
  const nobody = fareboxRoutes({ apiKey: 'sk', baseURL: server.baseURL, user: () => undefined })
  for (const page of ['connected?code=abc', 'connect']) {
    expect((await nobody.GET(at(page))).headers.get('location')).toBe('https://app.example/?farebox=sign_in_first')
  }
  expect((await nobody.POST(chat())).status).toBe(401)
  expect(server.heard).toEqual([])
})

it('a person who said no comes back with that', async () => {
  expect((await routes().GET(at('connected?error=access_denied'))).headers.get('location')).toContain('farebox=denied')
})

it('charges a chat to who is signed in; who is not connected is sent to this app’s own page, which makes the link', async () => {
  server.answers({ body: completion })
  expect(await (await routes().POST(chat())).json()).toEqual(completion)
  expect(server.heard[0]?.headers['x-farebox-user']).toBe('ann')

  server.answers({ status: 404, body: refusal('user_not_found', 'Unknown.', { connect_url: 'https://wallet.example/connect?app=1' }) })
  const refused = await routes().POST(chat())
  expect(refused.status).toBe(404)
  expect(await refused.json()).toMatchObject({ error: { metadata: { connect_url: 'https://app.example/api/farebox/connect' } } })
})

it('has no other pages', async () => {
  for (const page of ['', 'constructor', 'chat', '../secrets']) expect((await routes().GET(at(page))).status).toBe(404)
  expect((await routes().POST(at('connect', { method: 'POST' }))).status).toBe(404)
})
