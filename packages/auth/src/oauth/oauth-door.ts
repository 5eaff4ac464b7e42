// The OAuth server as a web app's route handler asks it: a Request in, a Response out. The library answers Node's own requests.
import { type DispatchFunc, inject } from 'light-my-request'
import type { Provider } from 'oidc-provider'

/** Far above any form of OAuth's. */
const BYTES_MAX = 64_000

export async function answerOAuth(server: Provider, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { host, protocol } = new URL(server.issuer)
  // Whatever host the request named: every address given out is the issuer's.
  const headers = { ...Object.fromEntries(request.headers), host, 'x-forwarded-host': host, 'x-forwarded-proto': protocol.slice(0, -1) }
  const body = request.method === 'POST' ? await request.text() : undefined
  if (body !== undefined && body.length > BYTES_MAX) return Response.json({ error: 'invalid_request' }, { status: 413 })
  const answer = await inject(server.callback() as DispatchFunc, {
    method: request.method as 'GET' | 'POST' | 'OPTIONS',
    url: pathname + search,
    headers,
    ...(body !== undefined && { payload: body }),
  })
  const replied = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of [value].flat()) if (each !== undefined) replied.append(name, String(each))
  }
  return new Response(answer.rawPayload.length > 0 ? new Uint8Array(answer.rawPayload) : null, {
    status: answer.statusCode,
    headers: replied,
  })
}
