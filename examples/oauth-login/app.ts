// An app whose login is Farebox. Who signed in is known by an id that is the same here always, and another in every other app.
import { type SignInUnderWay, signInWithFarebox } from '@farebox/sdk/server'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { openSealed, sealed } from './sealed.ts'

export type AppSettings = { name: string; url: string; issuer: string; clientId: string; clientSecret?: string }

/** What is in the cookie, which only this server can read: a sign-in that has begun, or who signed in. */
type Session = { underWay?: SignInUnderWay; person?: { id: string; email?: string } }

export function loginApp({ name, url, ...client }: AppSettings): Hono {
  const farebox = signInWithFarebox({ ...client, redirectUri: `${url}/signed-in`, scope: 'openid email' })
  // Cookies do not separate by port: on one computer, each app's has its own name.
  const cookie = `session-${new URL(url).port}`
  const options = { httpOnly: true, sameSite: 'Lax', secure: url.startsWith('https:'), path: '/' } as const
  const session = async (context: Context): Promise<Session> => (await openSealed<Session>(getCookie(context, cookie))) ?? {}
  const keep = async (context: Context, kept: Session) => setCookie(context, cookie, await sealed(kept), options)

  const app = new Hono()

  app.get('/', async (context) => {
    const { person } = await session(context)
    const body = person
      ? html`<p>Hello, ${person.email ?? person.id}.</p><p>Your id here is <code>${person.id}</code>.</p><form method="post" action="/sign-out"><button>Sign out</button></form>`
      : html`<a href="/sign-in">Sign in with Farebox</a>`
    return context.html(html`<!doctype html><html lang="en"><title>${name}</title><h1>${name}</h1>${body}</html>`)
  })

  app.get('/sign-in', async (context) => {
    const { url: address, underWay } = await farebox.begin()
    await keep(context, { underWay })
    return context.redirect(address)
  })

  app.get('/signed-in', async (context) => {
    const { underWay } = await session(context)
    // Nobody began here: a link that brings somebody else's sign-in is not followed.
    if (!underWay) return context.redirect('/')
    const { id, email } = await farebox.finish(context.req.raw, underWay)
    await keep(context, { person: { id, ...(email && { email }) } })
    return context.redirect('/')
  })

  app.post('/sign-out', (context) => {
    deleteCookie(context, cookie)
    return context.redirect('/')
  })

  app.onError((_failure, context) => context.html(html`<p>You are not signed in. <a href="/">Back</a></p>`, 400))
  return app
}
