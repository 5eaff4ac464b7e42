// For tests of webhooks: a developer's server that keeps what it was sent, and endpoints that lead there.
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database, Mode } from '@farebox/db'
import { createEndpoint } from '../webhooks/create-endpoint.ts'
import type { WebhookDesk } from '../webhooks/endpoint.ts'
import type { WebhookEventType } from '../webhooks/events.ts'
import { WebhookSecrets } from '../webhooks/webhook-secrets.ts'
import type { WorldApp } from './world.ts'

export type ReceivedWebhook = { headers: IncomingHttpHeaders; body: string; event: WebhookBody }
export type WebhookBody = { id: string; type: string; object_id: string; sequence: number; mode: string; data: Record<string, unknown> }

export type Receiver = {
  url: string
  received: ReceivedWebhook[]
  /** What it answers from now on. */
  answer: (status: number, headers?: Record<string, string>) => void
  types: () => string[]
  stop: () => Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedWebhook[] = []
  let reply: { status: number; headers: Record<string, string> } = { status: 204, headers: {} }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({ headers: request.headers, body, event: JSON.parse(body) })
    response.writeHead(reply.status, reply.headers).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    answer: (status, headers = {}) => {
      reply = { status, headers }
    },
    types: () => received.map(({ event }) => event.type),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function webhookDesk(database: Database): WebhookDesk {
  return { database, secrets: new WebhookSecrets(Buffer.alloc(32, 7)), reach: { allowsLocalhost: true } }
}

type Wanted = { events: readonly WebhookEventType[]; mode?: Mode; now?: Date }

export function anEndpoint(desk: WebhookDesk, app: Pick<WorldApp, 'appId' | 'organizationId'>, url: string, wanted: Wanted) {
  const { events, mode = 'live', now = new Date() } = wanted
  return createEndpoint(desk, { appId: app.appId, organizationId: app.organizationId, mode, url, events, now })
}
