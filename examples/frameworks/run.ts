// Asks each handler for a streamed chat, by way of its own framework, and shows what came and what it did cost.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestEvent } from '@sveltejs/kit'
import { createApp, createRouter, toNodeListener } from 'h3'
import { createStaticHandler } from 'react-router'
import { farebox } from './farebox.ts'
import { app as hono } from './hono/app.ts'
import nuxtChat from './nuxt/server/api/chat.post.ts'
import { action } from './remix/app/routes/api.chat.ts'
import { POST } from './sveltekit/src/routes/api/chat/+server.ts'

const user = process.argv[2] ?? 'user_123'
const chat = {
  model: 'gpt-4o-mini',
  stream: true,
  stream_options: { include_usage: true },
  messages: [{ role: 'user', content: 'Hello!' }],
}
const headers = { 'content-type': 'application/json', cookie: `user=${user}` }
const posted = { method: 'POST', headers, body: JSON.stringify(chat) }
const request = () => new Request('http://localhost/api/chat', posted)

await show('Hono', await hono.fetch(request()))

// Nuxt's server is h3 behind Node's http.
const nuxt = createServer(toNodeListener(createApp().use(createRouter().post('/api/chat', nuxtChat)))).listen(0, '127.0.0.1')
await once(nuxt, 'listening')
await show('Nuxt', await fetch(`http://127.0.0.1:${(nuxt.address() as AddressInfo).port}/api/chat`, posted))
nuxt.close()

// SvelteKit calls the handler with its event; this one reads the request of it alone.
await show('SvelteKit', await POST({ request: request() } as RequestEvent))

const { queryRoute } = createStaticHandler([{ id: 'chat', path: '/api/chat', action }])
await show('Remix', await queryRoute(request(), { routeId: 'chat' }))

async function show(framework: string, reply: Response): Promise<void> {
  const events = (await reply.text()).split('\n\n').filter((event) => event.startsWith('data: {'))
  const { usage, farebox: charged } = JSON.parse(events.at(-1)?.slice(6) ?? '{}')
  const { external_user_id: payer, total } = await farebox.charges.get(charged.charge_id)
  const isRight = total === usage.cost ? '' : ', which is not what the answer said'
  console.log(`${framework}: ${reply.status}, ${events.length > 2 ? 'streamed' : 'at once'}, ${payer} paid $${total}${isRight}`)
}
