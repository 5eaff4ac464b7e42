// A route of your own server that passes a chat on: your page asks it, your session says who pays, the key stays here. It takes and
// returns Web Request and Response, as Next.js, Nuxt, SvelteKit, Remix and Hono do, and streams straight through.
import type { Send } from './call.ts'

export type HandleChat = {
  /** Your own id for the user who pays: from your session, never from the request. None where your organization pays. */
  user?: string
  /** Where your organization pays: who used it. */
  endUser?: string
  /** What is sent instead of what the page asked for: to choose the model, to put your instructions first, or to throw. */
  prepare?: (asked: Record<string, unknown>) => Record<string, unknown> | Promise<Record<string, unknown>>
}

/** What of a reply is the page's business. */
const passedOn = /^(content-type|retry-after|x-should-retry|x-request-id|(x-)?ratelimit.*|x-farebox-.*)$/

/** Of the key, not of the person: the page could do nothing about it. */
const ownKeyRefused = ['invalid_api_key', 'key_expired', 'ip_not_allowed']

export async function handleChat(send: Send, request: Request, { user, endUser, prepare }: HandleChat): Promise<Response> {
  if (request.method !== 'POST') return refused(405, 'method_not_allowed', 'Send the chat by POST.', { allow: 'POST' })
  // A form of another website can post neither JSON nor under this page's name, so nobody spends a visitor's money from elsewhere.
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return refused(403, 'origin_not_allowed', 'This comes from another website. Nothing was charged.')
  }
  if (!/^application\/json\b/.test(request.headers.get('content-type') ?? '')) {
    return refused(415, 'unsupported_media_type', 'The request body must be sent as application/json.')
  }
  const asked = await readObject(request)
  if (!asked) return refused(400, 'invalid_json', 'The request body is not valid JSON.')
  const key = request.headers.get('idempotency-key')
  const reply = await send('POST', '/v1/chat/completions', {
    body: prepare ? await prepare(asked) : asked,
    headers: { ...(user !== undefined && { 'x-farebox-user': user }), ...(endUser && { 'x-farebox-end-user': endUser }) },
    ...(key && { idempotencyKey: await keyOf(user ?? endUser ?? '', key) }),
    signal: request.signal,
  })
  return passOn(reply)
}

async function readObject(request: Request): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : undefined
}

/** One person's key is never another's: a guessed one would be answered with what somebody else was told. */
async function keyOf(person: string, key: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([person, key])))
  return `page-${[...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

async function passOn(reply: Response): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store' })
  for (const [name, value] of reply.headers) if (passedOn.test(name)) headers.set(name, value)
  if (reply.ok) return new Response(reply.body, { status: reply.status, headers })
  const body: { error?: { code?: string } } = await reply.json().catch(() => ({}))
  if (ownKeyRefused.includes(body.error?.code ?? '')) {
    return refused(500, 'app_key_refused', 'Farebox refused this app’s key. Nothing was charged.')
  }
  return new Response(JSON.stringify(body), { status: reply.status, headers })
}

function refused(status: number, code: string, message: string, more: Record<string, string> = {}): Response {
  const error = { message, type: 'invalid_request_error', param: null, code, charged: false }
  return Response.json({ error }, { status, headers: { 'cache-control': 'no-store', 'x-should-retry': 'false', ...more } })
}
