// The OAuth server behind real HTTP, with a page that allows at a press of a button, and browsers that keep their cookies.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectDatabase, type Database, type Mode, newId } from '@farebox/db'
import { freshDatabase } from '@farebox/db/testing'
import type { Provider } from 'oidc-provider'
import { allowInteraction, denyInteraction, readInteraction, signInInteraction } from '../src/oauth/interaction.ts'
import { ensureOAuthClient } from '../src/oauth/oauth-clients.ts'
import { answerOAuth } from '../src/oauth/oauth-door.ts'
import { oauthServer } from '../src/oauth/oauth-server.ts'
import { checkRedirectUris } from '../src/oauth/redirect-uris.ts'
import { signingKeys } from '../src/oauth/signing-keys.ts'

const SECRET = 'a secret of the wallet that is long enough'

export type OAuthWorld = Awaited<ReturnType<typeof oauthWorld>>

export async function oauthWorld() {
  const fresh = await freshDatabase()
  const database = connectDatabase(fresh.url)
  const clock = { now: new Date() }
  /** `${clientId} ${userId}` of what was allowed, and still stands. */
  const allowed = new Set<string>()
  let server: Provider | undefined
  const http = createServer((request, response) => {
    if (server) answer(server, allowed, request, response)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  server = oauthServer({
    database,
    issuer,
    secret: SECRET,
    keys: await signingKeys(database, { secret: SECRET, now: clock.now }),
    clock: () => clock.now,
    personOf: (request) => personIn(database, request),
    hasConsented: async ({ clientId, userId }) => allowed.has(`${clientId} ${userId}`),
    connectionOf: async () => undefined,
  })
  server.on('server_error', (_context, failure) => console.error(failure))
  return { database, clock, issuer, server, allowed, stop: () => stop(http, database, fresh.drop) }
}

async function stop(http: Server, database: Database, drop: () => Promise<void>): Promise<void> {
  http.closeAllConnections()
  http.close()
  await database.$disconnect()
  await drop()
}

/** The wallet's session, as far as these tests need one: a cookie that names the user. */
async function personIn(database: Database, { headers }: IncomingMessage) {
  const userId = /person=([\w-]+)/.exec(headers.cookie ?? '')?.[1]
  const user = userId ? await database.user.findUnique({ where: { id: userId } }) : null
  return user ? { userId: user.id, email: user.email, name: user.name } : undefined
}

async function answer(server: Provider, allowed: Set<string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, uid, deed] = /^\/connect\/([\w-]+)(?:\/(\w+))?/.exec(request.url ?? '') ?? []
  if (uid === undefined) return throughTheDoor(server, request, response)
  const browser = { cookies: request.headers.cookie ?? '', uid }
  const userId = /person=([\w-]+)/.exec(browser.cookies)?.[1] ?? ''
  try {
    if (deed === undefined) return void response.end(JSON.stringify(await readInteraction(server, browser)))
    const { clientId } = await readInteraction(server, browser)
    if (deed === 'allow') allowed.add(`${clientId} ${userId}`)
    const finish = { allow: allowInteraction, signIn: signInInteraction, deny: denyInteraction }[deed]
    const location = finish ? await finish(server, browser, userId) : '/'
    response.writeHead(303, { location }).end()
  } catch (failure) {
    response.writeHead(403).end(JSON.stringify({ code: (failure as { code?: string }).code ?? String(failure) }))
  }
}

/** As a web app's route handler does it. */
async function throughTheDoor(server: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}
  const { method = 'GET', url = '/' } = request
  const asked = new Request(new URL(url, server.issuer), { method, headers: request.headers as Record<string, string>, ...body })
  const answered = await answerOAuth(server, asked)
  for (const [name, value] of answered.headers) response.appendHeader(name, value)
  response.writeHead(answered.status).end(Buffer.from(await answered.arrayBuffer()))
}

type NewApp = { name?: string; origin?: string; mode?: Mode }

export async function anApp(world: OAuthWorld, { name = 'PixelPal', origin = 'https://pixelpal.example', mode = 'live' }: NewApp = {}) {
  const { database } = world
  const [organizationId, appId] = [newId(), newId()]
  await database.organization.create({ data: { id: organizationId, name } })
  await database.app.create({ data: { id: appId, organizationId, name, origins: { create: { origin } } } })
  const client = await ensureOAuthClient(database, { appId, mode, kind: 'public', now: world.clock.now })
  const redirectUris = checkRedirectUris([`${origin}/callback`])
  await database.oAuthClient.update({ where: { id: client.id }, data: { redirectUris } })
  return { appId, clientId: client.clientId, redirectUri: `${origin}/callback`, origin }
}

export async function aUser({ database }: OAuthWorld): Promise<string> {
  const id = newId()
  await database.user.create({ data: { id, email: `${id}@farebox.test` } })
  return id
}

/** A browser: it keeps cookies by path, and shows where it is sent instead of going there. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>()

  static signedInAs(userId: string): Browser {
    const browser = new Browser()
    browser.become(userId)
    return browser
  }

  become(userId: string): void {
    this.#cookies.set('person', { value: userId, path: '/' })
  }

  /** Follows redirects within the server; stops at the first that leaves it, and answers that address. */
  async follow(address: string, method: 'GET' | 'POST' = 'GET'): Promise<{ status: number; at: URL; body: string }> {
    const at = new URL(address)
    const response = await fetch(at, { method, redirect: 'manual', headers: { cookie: this.#header(at.pathname) } })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get('location')
    const next = location === null ? undefined : new URL(location, at)
    if (next && next.origin === at.origin && !next.pathname.startsWith('/connect/')) return this.follow(next.href)
    return { status: response.status, at: next ?? at, body: await response.text() }
  }

  #header(path: string): string {
    return [...this.#cookies].flatMap(([name, cookie]) => (path.startsWith(cookie.path) ? [`${name}=${cookie.value}`] : [])).join('; ')
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, { value, path })
  }
}
