// One call of the API: with the app's key, under one Idempotency-Key however often it is sent, and sent again only where the
// answer itself says that this may help.
import { errorOfReply } from '../errors.ts'

export type ServerSettings = {
  /** `sk-farebox-…`. It belongs on a server: whoever has it spends in the name of the app. */
  apiKey: string
  /** The gateway's address. */
  baseURL?: string
  /** How often a call is sent again at most. 2, unless said. */
  retriesMax?: number
  fetch?: typeof fetch
}

export type CallOptions = {
  /** The same key again, with the same body, is the same call: it is answered again, and charged once. Made for you unless given. */
  idempotencyKey?: string
  /** Aborted, the call ends: what was produced until then is charged. */
  signal?: AbortSignal
}

export type Asked = CallOptions & { body?: unknown; headers?: Record<string, string> }

/** Answers the reply, whatever its status. Throws what `fetch` throws: no reply, or an aborted signal. */
export type Send = (method: string, path: string, asked?: Asked) => Promise<Response>

const BASE_URL = 'https://api.farebox.example'
const RETRIES_MAX = 2
/** Who is told to wait longer is better told so than kept waiting. */
const WAIT_MS_MAX = 20_000

export function sender({ apiKey, baseURL = BASE_URL, retriesMax = RETRIES_MAX, fetch = globalThis.fetch }: ServerSettings): Send {
  const base = baseURL.replace(/\/(v1\/?)?$/, '')
  return async (method, path, { body, headers, idempotencyKey, signal } = {}) => {
    const isWrite = method === 'POST'
    const sent: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(isWrite && { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    }
    for (let retries = 0; ; retries += 1) {
      const reply = await fetch(`${base}${path}`, sent)
      const waitMs = retries < retriesMax ? waitBeforeRetry(reply) : undefined
      if (waitMs === undefined) return reply
      await reply.body?.cancel()
      await waited(waitMs, signal)
    }
  }
}

/** What the API answered. Throws a `FareboxError` where it refused. */
export async function answered<Answer>(reply: Response): Promise<Answer> {
  if (!reply.ok) throw await errorOfReply(reply)
  return reply.json()
}

/** Milliseconds; nothing where sending the same again cannot help, or not soon. */
function waitBeforeRetry({ ok, headers }: Response): number | undefined {
  if (ok || headers.get('x-should-retry') !== 'true') return undefined
  const waitMs = Number.parseInt(headers.get('retry-after') ?? '1', 10) * 1000
  return waitMs <= WAIT_MS_MAX ? waitMs : undefined
}

function waited(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
