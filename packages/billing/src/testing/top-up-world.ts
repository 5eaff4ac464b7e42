// A shop for tests: a database, the Stripe stand-in, our webhook's door on a real port, and the worker that empties the inbox.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type Database, newId, type OrderModel, type Prisma } from '@farebox/db'
import { asAppError } from '@farebox/errors'
import { type LedgerDatabase, ledgerDatabase } from '@farebox/ledger/testing'
import { type StripeStandIn, startStripeStandIn } from '@farebox/stand-ins'
import { answerDispute } from '../disputes/answer-dispute.ts'
import { type QueueHandlers, type QueueWork, workQueues } from '../queue/work-queues.ts'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { openStripe } from '../stripe/open-stripe.ts'
import { receiveStripeWebhook } from '../stripe-webhook.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { openCheckout, type Till } from '../topups/open-checkout.ts'
import { writeFirstPackages } from '../topups/packages.ts'
import { startOrder } from '../topups/start-order.ts'
import './impatient-stripe.ts'

export const WEBHOOK_SECRET = 'whsec_test_0123456789abcdef'
export const walletUrl = 'http://wallet.localhost:3001'

export type TopUpWorld = {
  ledger: LedgerDatabase
  database: Database
  stripe: StripeStandIn
  till: Till
  webhookUrl: string
  /** Orders whose receipt was asked for. */
  receipts: string[]
  failures: unknown[]
  stop: () => Promise<void>
}

/** `isWorking: false`: jobs wait in their queues for somebody else. */
export async function topUpWorld({ isWorking = true } = {}): Promise<TopUpWorld> {
  const ledger = await ledgerDatabase()
  const { database } = ledger
  await writeFirstPackages(database, new Date(0))
  const stripe = await startStripeStandIn()
  const till: Till = { database, stripe: openStripe({ secretKey: 'sk_test_farebox', apiBase: stripe.url }) }
  const door = await listening(webhookDoor(database))
  const webhookUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}/`
  stripe.setWebhook({ url: webhookUrl, secret: WEBHOOK_SECRET, retryFirstMs: 20 })
  const [receipts, failures]: [string[], unknown[]] = [[], []]
  const handlers: QueueHandlers = {
    'handle-stripe-event': ({ eventId }) => handleStripeEvent(till, eventId, new Date()),
    'send-receipt': async ({ orderId }) => void receipts.push(orderId),
    'reconcile-with-stripe': async () => {},
    'send-refund-mail': async () => {},
    'answer-dispute': async ({ answerId }) => answerDispute(till, answerId, new Date()),
    'send-payout-mail': async () => {},
    'send-webhook-mail': async () => {},
    'run-payouts': async () => {},
  }
  const work = isWorking ? await workQueues(ledger.url, handlers, { onFailure: ({ cause }) => failures.push(cause) }) : undefined
  const stop = () => stopAll({ work, stripe, door, ledger })
  return { ledger, database, stripe, till, webhookUrl, receipts, failures, stop }
}

async function stopAll({
  work,
  stripe,
  door,
  ledger,
}: {
  work: QueueWork | undefined
  stripe: StripeStandIn
  door: Server
  ledger: LedgerDatabase
}) {
  await stripe.stop()
  await new Promise((resolve) => door.close(resolve))
  await work?.stop()
  await ledger.close()
}

function webhookDoor(database: Database): Server {
  return createServer(async (request, response) => {
    const signature = request.headers['stripe-signature']
    const given = { rawBody: await text(request), signature: typeof signature === 'string' ? signature : null }
    try {
      await receiveStripeWebhook(database, { ...given, secrets: [WEBHOOK_SECRET], livemode: false, now: new Date() })
      response.writeHead(200).end('{}')
    } catch (cause) {
      const { entry, code } = asAppError(cause)
      response.writeHead(entry.status).end(JSON.stringify({ code }))
    }
  })
}

function listening(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** A user with an empty wallet. */
export async function aWallet(database: Database): Promise<{ userId: string; walletId: string; email: string }> {
  const [userId, walletId] = [newId(), newId()]
  const email = `${userId}@farebox.test`
  await database.user.create({ data: { id: userId, email } })
  await database.wallet.create({ data: { id: walletId, mode: 'live', kind: 'user', userId } })
  return { userId, walletId, email }
}

export type OpenOrder = { orderId: string; sessionId: string; walletId: string }

/** An order of a package for a fresh wallet, with its Checkout session open. */
export async function anOpenOrder({ till }: TopUpWorld, packageName = 'basic'): Promise<OpenOrder> {
  const { database } = till
  const { walletId, email } = await aWallet(database)
  const now = new Date()
  const urls = { successUrl: `${walletUrl}/`, cancelUrl: `${walletUrl}/` }
  const { orderId } = await startOrder(
    database,
    { kind: 'wallet_topup', walletId, packageName, buyerEmail: email, ...urls },
    { now, walletUrl },
  )
  await openCheckout(till, { orderId, walletUrl, buyer: unknownBuyer, now })
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  return { orderId, walletId, sessionId: stripeSessionId ?? '' }
}

type Payment = { packageName?: string; changes?: Pick<Prisma.OrderUncheckedUpdateInput, 'kind' | 'walletId' | 'appId' | 'organizationId'> }

/** One that was paid and credited, as it is then. `changes` are made of the order before it is paid. */
export async function aPaidOrder(world: TopUpWorld, { packageName, changes }: Payment = {}): Promise<OrderModel> {
  const { database, stripe, till } = world
  const { orderId, sessionId } = await anOpenOrder(world, packageName)
  if (changes) await database.order.update({ where: { id: orderId }, data: changes })
  stripe.pay(sessionId)
  await completeOrder(till, orderId, new Date())
  return database.order.findUniqueOrThrow({ where: { id: orderId } })
}

/** What a wallet's lots hold, in microcents. */
export async function balanceOf(database: Database, walletId: string): Promise<bigint> {
  const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { availableMicrocents: true } })
  return _sum.availableMicrocents ?? 0n
}
