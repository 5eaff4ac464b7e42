// Calls that a user pays: with their token, refreshed once where it ended, and tried once more, under the same Idempotency-Key, where
// money was missing and they did something about it. What was refused for money was never charged, so that pays once.
import { type ErrorBody, errorOfReply, FareboxError } from '../errors.ts'
import type { ClientFacts } from './client-facts.ts'
import type { Events } from './events.ts'
import { failureToReach } from './failure-to-reach.ts'
import type { Funds } from './funds.ts'
import type { SignIn } from './sign-in.ts'
import type { Tokens } from './tokens.ts'

export type PaidCalls = {
  /** The API's own answer, whatever it is. Throws only where none came. */
  send: (path: string, call: RequestInit) => Promise<Response>
  /** As `send`, of a body in JSON; a refusal is thrown. */
  post: (path: string, body: unknown, how?: { signal?: AbortSignal | undefined; idempotencyKey?: string | undefined }) => Promise<Response>
  get: (path: string) => Promise<Response>
}

type CallDesk = {
  api: string
  ready: Promise<void>
  tokens: Tokens
  signIn: SignIn
  funds: Funds
  events: Events
  facts: () => Promise<ClientFacts>
}

export function createPaidCalls(desk: CallDesk): PaidCalls {
  const send: PaidCalls['send'] = async (path, call) => {
    const headers = new Headers(call.headers)
    if (call.method === 'POST' && !headers.has('idempotency-key')) headers.set('idempotency-key', crypto.randomUUID())
    const again = () => authorized(desk, path, { ...call, headers })
    const reply = await again()
    if (reply.status !== 402) return heard(desk, reply)
    const refusal = await refusalIn(reply)
    tellOfLimit(desk, refusal)
    return (await desk.funds.offer(refusal)) ? heard(desk, await again()) : reply
  }
  const answered = async (reply: Response) => {
    if (!reply.ok) throw await errorOfReply(reply)
    return reply
  }
  return {
    send,
    post: async (path, body, { signal, idempotencyKey } = {}) => {
      const headers = { 'content-type': 'application/json', ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) }
      return answered(await send(path, { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) }))
    },
    get: async (path) => answered(await send(path, { method: 'GET' })),
  }
}

/** With a token that stands: signed in where nobody is, and refreshed once where the API refuses it. */
async function authorized(desk: CallDesk, path: string, call: RequestInit): Promise<Response> {
  const token = await tokenFor(desk)
  const reply = await sendWith(desk, token, path, call)
  if (reply.status !== 401) return reply
  if ((await refusalIn(reply)).code === 'connection_revoked') {
    desk.tokens.forget()
    return reply
  }
  const fresh = await desk.tokens.access(token)
  if (!fresh) return reply
  const again = await sendWith(desk, fresh, path, call)
  if (again.status === 401) desk.tokens.forget()
  return again
}

async function tokenFor({ ready, tokens, signIn }: CallDesk): Promise<string> {
  await ready
  const wasSignedIn = tokens.user() !== undefined
  const token = await tokens.access()
  if (token) return token
  // Ended behind our back: that is told, and the next call asks to sign in. A window that opens by itself would surprise.
  if (wasSignedIn) throw new FareboxError('token_expired', 'The sign-in has ended. Sign in again.', { status: 401, charged: false })
  await signIn()
  const made = await tokens.access()
  if (made) return made
  throw new FareboxError('sign_in_failed', 'Nobody is signed in.', { status: 401, charged: false })
}

async function sendWith({ api }: CallDesk, token: string, path: string, call: RequestInit): Promise<Response> {
  const headers = new Headers(call.headers)
  headers.set('authorization', `Bearer ${token}`)
  return fetch(api + path, { ...call, headers }).catch((cause) => {
    throw failureToReach(cause, navigator.onLine === false || call.method === 'GET' ? false : undefined)
  })
}

/** Read from a copy: who asked gets the reply itself. */
async function refusalIn(reply: Response): Promise<ErrorBody> {
  return (await errorOfReply(reply.clone())).error
}

function heard({ events }: CallDesk, reply: Response): Response {
  const { headers } = reply
  const balance = headers.get('x-farebox-balance')
  if (balance === 'low' || balance === 'empty') events.tell('needsTopUp', { balance, topupUrl: undefined })
  return reply
}

function tellOfLimit({ events }: CallDesk, { code, metadata = {} }: ErrorBody): void {
  const text = (name: string) => (typeof metadata[name] === 'string' ? metadata[name] : undefined)
  if (code === 'wallet_empty' || code === 'wallet_in_debt') events.tell('needsTopUp', { balance: 'empty', topupUrl: text('topup_url') })
  else events.tell('limit', { code, limit: text('limit'), spent: text('spent'), manageUrl: text('manage_url') })
}
