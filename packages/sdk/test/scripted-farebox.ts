// A Farebox at the other end of real HTTP that answers what a test writes down, in turn, and remembers what it was asked. What the real
// one answers is tested where it runs: in the examples.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Heard = { method: string; path: string; headers: IncomingMessage['headers']; body: string }

export type Answer = { status?: number; headers?: Record<string, string>; body?: unknown } | ((response: ServerResponse) => void)

export type ScriptedFarebox = Awaited<ReturnType<typeof scriptedFarebox>>

export async function scriptedFarebox() {
  const heard: Heard[] = []
  const answers: Answer[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method = '', url: path = '', headers } = request
    heard.push({ method, path, headers, body })
    const answer = answers.shift() ?? { status: 500, body: refusal('internal_error', 'nothing was written down for this') }
    if (typeof answer === 'function') return answer(response)
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.body ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers(...next: Answer[]) {
      heard.length = 0
      answers.splice(0, answers.length, ...next)
    },
    async stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** An error as the gateway spells it. */
export const refusal = (code: string, message = 'Refused.', metadata: Record<string, unknown> = {}) => ({
  error: { message, type: 'invalid_request_error', param: null, code, charged: false, request_id: 'req_1', metadata },
})

export const completion = {
  model: 'gpt-4o-mini',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: {
    ...{ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: '0.00000010' },
    cost_details: { base: '0.00000008', markup: '0.00000002', provider_cost: '0.00000008', margin: '0.00000000', price_version: '1' },
  },
  farebox: { charge_id: 'ch_1', hold: '0.00000200' },
}
