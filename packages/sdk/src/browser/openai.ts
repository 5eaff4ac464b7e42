// A drop-in for OpenAI's client, or any other that takes a `fetch`: the user's token is added on the way, and never handed out.
import type { PaidCalls } from './paid-calls.ts'
import type { Farebox } from './types.ts'

/** A client that retries asks again with the same body: remembered, so that the retry has the key of the call and pays once. */
const KEYS_MAX = 50

export function openaiOf(api: string, calls: PaidCalls): ReturnType<Farebox['openai']> {
  const keys = new Map<string, string>()

  const keyOf = (headers: Headers, body: unknown): string => {
    const retries = headers.get('x-stainless-retry-count')
    const known = typeof body === 'string' && retries !== null && retries !== '0' ? keys.get(body) : undefined
    const key = known ?? crypto.randomUUID()
    if (typeof body === 'string') keys.set(body, key)
    for (const oldest of keys.keys()) if (keys.size > KEYS_MAX) keys.delete(oldest)
    return key
  }

  return {
    baseURL: `${api}/v1`,
    // The client wants one; the real one is the user's token.
    apiKey: 'the-user-pays',
    dangerouslyAllowBrowser: true,
    async fetch(input, init) {
      const address = input instanceof Request ? input.url : String(input)
      // A token is for Farebox alone.
      if (!address.startsWith(`${api}/`)) return fetch(input, init)
      const asked = input instanceof Request ? new Request(input, init) : undefined
      const {
        method = 'GET',
        body,
        signal,
      } = asked ? { ...init, method: asked.method, body: await asked.text(), signal: asked.signal } : (init ?? {})
      const headers = new Headers(asked?.headers ?? init?.headers)
      headers.delete('authorization')
      if (method === 'POST' && !headers.has('idempotency-key')) headers.set('idempotency-key', keyOf(headers, body))
      return calls.send(address.slice(api.length), { method, headers, ...(body && { body }), ...(signal && { signal }) })
    },
  }
}
