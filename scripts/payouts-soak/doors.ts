// Our two webhook doors on real ports, as the wallet serves them, each with its own secret.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { receiveConnectWebhook, receiveStripeWebhook } from '../../packages/billing/src/stripe-webhook.ts'
import type { Database } from '../../packages/db/src/index.ts'
import { asAppError } from '../../packages/errors/src/index.ts'
import { type StripeStandIn, signatureHeader } from '../../packages/stand-ins/src/index.ts'

export type Doors = {
  /** Waits until nothing has arrived for a while. */
  quiet: () => Promise<void>
  /** An event signed with our secret that no Stripe ever sent. Answers the door's status. */
  knock: (event: object) => Promise<number>
  stop: () => Promise<void>
}

type Receive = typeof receiveStripeWebhook
const QUIET_MS = 150
/** What is kept back to arrive in another order arrives only when more is sent. */
const PATIENCE_MS = 600

export async function openDoors(database: Database, stripe: StripeStandIn): Promise<Doors> {
  const secrets = { platform: 'whsec_soak_platform_0123456789', connect: 'whsec_soak_connect_0123456789' }
  let [inside, lastAt] = [0, Date.now()]
  const doorOf = (secret: string, receive: Receive) =>
    listening(
      createServer(async (request, response) => {
        inside += 1
        try {
          const signature = request.headers['stripe-signature']
          const given = { rawBody: await text(request), signature: typeof signature === 'string' ? signature : null }
          await receive(database, { ...given, secrets: [secret], livemode: false, now: new Date() })
          response.writeHead(200).end('{}')
        } catch (cause) {
          response.writeHead(asAppError(cause).entry.status).end('{}')
        } finally {
          inside -= 1
          lastAt = Date.now()
        }
      }),
    )
  const platform = await doorOf(secrets.platform, receiveStripeWebhook)
  const connect = await doorOf(secrets.connect, receiveConnectWebhook)
  stripe.setWebhook({ url: addressOf(platform), secret: secrets.platform, retryFirstMs: 20 })
  stripe.setConnectWebhook({ url: addressOf(connect), secret: secrets.connect, retryFirstMs: 20 })
  return {
    quiet: async () => {
      const isOnItsWay = () => Date.now() - lastAt < PATIENCE_MS && stripe.events().some((event) => event.pending_webhooks > 0)
      while (inside > 0 || Date.now() - lastAt < QUIET_MS || isOnItsWay()) await new Promise((resolve) => setTimeout(resolve, 15))
    },
    knock: async (event) => {
      const body = JSON.stringify(event)
      const signature = signatureHeader(body, secrets.platform, Math.floor(Date.now() / 1_000))
      const answer = await fetch(addressOf(platform), { method: 'POST', headers: { 'stripe-signature': signature }, body })
      return answer.status
    },
    stop: async () => {
      await Promise.all([platform, connect].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
