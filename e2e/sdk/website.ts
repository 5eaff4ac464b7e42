// Other people's websites, as the SDK lives in them: a real little server on an origin of its own, with pages that set their own rules.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ensureOAuthClient } from '../../packages/auth/src/oauth/oauth-clients.ts'
import type { Farebox } from '../../packages/sdk/src/browser/types.ts'
import { running } from '../env.ts'
import { anApp, database } from '../world.ts'

declare global {
  var farebox: Farebox
}

export type Website = { url: string; clientId: string; appId: string; organizationId: string; name: string; stop: () => void }

type Page = { body?: string; headers?: Record<string, string>; type?: string; attributes?: string }

/** What a page allows at most: our script by its nonce, our two addresses, sound; no style and no markup made of text. */
const strict = [
  "default-src 'none'",
  "script-src 'nonce-n0nce'",
  `connect-src ${running.gateway} ${running.wallet}`,
  'media-src blob:',
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** As the brief has it, with nothing changed but the name: asked for at once, without a click. */
const atOnce = `<script nonce="n0nce">
window.told = new Promise((resolve, reject) => {
farebox.auth.signIn().then(user => {
  // Now user.ai.chat() calls use the user’s own quota
  return farebox.ai.chat("Hello, world!", { model: "claude-sonnet-4" });
}).then(response => {
  resolve(response.message.content[0].text);
}).catch(reject)
})
</script>`

const pages: Record<string, Page> = {
  '/': {},
  '/strict': { headers: { 'content-security-policy': strict } },
  '/at-once': { headers: { 'content-security-policy': strict }, body: atOnce },
  // Needs of everything it loads that it may be loaded (COEP), and shares no window with anybody (COOP).
  '/isolated': {
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
    attributes: 'crossorigin',
  },
  '/test-mode': { attributes: 'data-test-mode' },
}

/** A website of an app of its own, registered for it in live mode. */
export async function aWebsite(name = 'PixelPal', more: Record<string, Page> = {}): Promise<Website> {
  const { appId, organizationId } = await anApp({ name })
  const { id, clientId } = await ensureOAuthClient(database(), { appId, mode: 'live', kind: 'public', now: new Date() })
  const all = { ...pages, ...more }
  const server = createServer((request, response) => {
    const page = all[new URL(request.url ?? '/', 'http://here').pathname]
    response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/html; charset=utf-8', ...page?.headers })
    response.end(page && (page.type ? page.body : htmlOf(page, name, clientId)))
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  await database().oAuthClient.update({ where: { id }, data: { redirectUris: Object.keys(all).map((path) => url + path) } })
  await database().appOrigin.create({ data: { appId, origin: url } })
  return { url, clientId, appId, organizationId, name, stop: () => void server.close() }
}

const htmlOf = ({ body = '', attributes = '' }: Page, name: string, clientId: string) => `<!doctype html>
<html lang="en">
<title>${name}</title>
<script nonce="n0nce" src="${running.gateway}/v1.js" data-app="${clientId}" ${attributes}></script>
<h1>${name}</h1>
<input aria-label="What the user types" value="">
${body}
</html>`
