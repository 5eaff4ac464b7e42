// A chat app with accounts of its own. Its users pay for their answers from their own balance; they need no Farebox account.
import { randomUUID } from 'node:crypto'
import { InsufficientFundsError } from '@farebox/sdk/server'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { farebox } from './farebox.mjs'

export const app = new Hono()

/** Whoever has the cookie is that user. A real app asks for a password first, and keeps this in a database. */
const sessions = new Map()

app.use('*', async (context, next) => {
  const user = sessions.get(getCookie(context, 'session'))
  if (!user && context.req.path !== '/sign-up') return context.json({ error: 'Sign up first.' }, 401)
  context.set('user', user)
  await next()
})

/** An account of ours. The gift is given once, however often this is sent: the key of it is the user. */
app.post('/sign-up', async (context) => {
  const { name } = await context.req.json()
  const session = randomUUID()
  sessions.set(session, name)
  setCookie(context, 'session', session, { httpOnly: true, sameSite: 'Lax' })
  const gift = await farebox.users.grant(name, { amount: 0.001, description: 'Welcome' }, { idempotencyKey: `welcome:${name}` })
  return context.json({ welcome: gift.amount_granted })
})

/** The chat itself, streamed through. Who pays is whose session it is. */
app.post('/chat', (context) => farebox.handleChat(context.req.raw, { user: context.get('user') }))

/** One answer for the server's own use, such as the title of a conversation. */
app.post('/title', async (context) => {
  const { about } = await context.req.json()
  try {
    const answer = await farebox.forUser(context.get('user')).chat(`A title for: ${about}`, { model: 'gpt-4o-mini', max_tokens: 400 })
    return context.json({ title: answer.text, cost: answer.usage.cost })
  } catch (refusal) {
    if (!(refusal instanceof InsufficientFundsError)) throw refusal
    return context.json({ error: refusal.message, top_up: '/top-up' }, 402)
  }
})

app.get('/balance', async (context) => {
  const { available, status } = await farebox.forUser(context.get('user')).balance()
  return context.json({ available, status })
})

/** Where somebody buys balance for themselves. It works without an account at Farebox. */
app.post('/top-up', async (context) => {
  const home = new URL('/', context.req.url).href
  const checkout = await farebox.users.checkout(context.get('user'), { package_id: 'starter', success_url: home, cancel_url: home })
  return context.json({ url: checkout.url })
})
