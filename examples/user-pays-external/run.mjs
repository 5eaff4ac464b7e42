// The story: Ann signs up, talks until her welcome gift is spent, is told so before anything is charged, and gets the way to add money.
import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { app } from './app.mjs'

const NAME = process.env.CHAT_USER ?? `ann-${Date.now()}`
const server = serve({ fetch: app.fetch, port: 0, hostname: 'localhost' })
await once(server, 'listening')
const home = `http://localhost:${server.address().port}`
let cookie = ''

try {
  const { welcome } = await (await ask('/sign-up', { name: NAME })).json()
  console.log(`${NAME} signs up and is given $${welcome}`)

  const reply = await ask('/chat', { model: 'gpt-4o-mini', stream: true, messages: [{ role: 'user', content: 'What is a fare?' }] })
  const events = (await reply.text()).split('\n\n').filter((event) => event.startsWith('data: {'))
  console.log(`a streamed answer: ${reply.status}, in ${events.length} pieces, at most $${reply.headers.get('x-farebox-charge-max')}`)

  for (let titles = 1; titles < 50; titles += 1) {
    const answer = await ask('/title', { about: 'a very long conversation about fares. '.repeat(20) })
    const { cost, error } = await answer.json()
    if (answer.ok) continue
    console.log(`then ${titles > 1 ? 'some more' : 'no more'}, until ${answer.status}: ${error ?? cost}`)
    break
  }
  const { available, status } = await (await ask('/balance')).json()
  console.log(`left: $${available} (${status})`)
  const { url } = await (await ask('/top-up', {})).json()
  console.log(`add money at ${url}`)
} finally {
  server.close()
}

async function ask(path, body) {
  const reply = await fetch(home + path, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
  return reply
}
