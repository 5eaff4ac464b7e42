// Stripe's API, hosted Checkout page and webhooks, small and offline: what Farebox uses of them, with Stripe's own semantics.
import Fastify, { type FastifyInstance } from 'fastify'
import type { Stripe } from 'stripe'
import { type Listening, listen, type Place } from '../web/listen.ts'
import { apiOn } from './api.ts'
import { addCheckoutPages } from './checkout/checkout-pages.ts'
import { type ConnectHand, connectHand } from './connect/connect-hand.ts'
import { addOnboardingPages } from './connect/onboarding-pages.ts'
import { addControls, moveClock, payWith } from './controls.ts'
import type { StoredEvent, StoredThinEvent } from './events/event-types.ts'
import { Webhooks, type WebhookTarget } from './events/webhooks.ts'
import { Faults } from './faults.ts'
import { parseForm } from './form-body.ts'
import { Idempotency } from './idempotency.ts'
import { type LogEntry, logAfter } from './log.ts'
import { bookBalance } from './payments/book-balance.ts'
import { type PaymentsHand, paymentsHand } from './payments/payments-hand.ts'
import { addAccountLinkRoutes } from './resources/account-links.ts'
import { addAccountRoutes } from './resources/accounts.ts'
import { addBalanceRoutes } from './resources/balance.ts'
import { addBalanceTransactionRoutes } from './resources/balance-transactions.ts'
import { addChargeRoutes } from './resources/charges.ts'
import { addCheckoutSessionRoutes } from './resources/checkout-sessions.ts'
import { addCustomerRoutes } from './resources/customers.ts'
import { addDisputeRoutes, type DisputeOrder, type DisputeTurn } from './resources/disputes.ts'
import { addEventRoutes } from './resources/events.ts'
import { addExternalAccountRoutes } from './resources/external-accounts.ts'
import { addFraudWarningRoutes } from './resources/fraud-warnings.ts'
import { addPaymentIntentRoutes } from './resources/payment-intents.ts'
import { addPaymentMethodRoutes } from './resources/payment-methods.ts'
import { addPayoutRoutes } from './resources/payouts.ts'
import { addRefundRoutes } from './resources/refunds.ts'
import { addThinEventRoutes } from './resources/thin-events.ts'
import { addTransferReversalRoutes } from './resources/transfer-reversals.ts'
import { addTransferRoutes } from './resources/transfers.ts'
import { runClock } from './run-clock.ts'
import { Store } from './store.ts'
import type { StripeWorld } from './stripe-world.ts'

export type StripeStandInSettings = Place & {
  /** Where the platform's own events go. */
  webhook?: WebhookTarget
  /** Where events of connected accounts, and thin events, go. */
  connectWebhook?: WebhookTarget
  stateFile?: string
}

export type StripeStandIn = Listening & {
  /** Where events go from now on. */
  setWebhook: (target: WebhookTarget | undefined) => void
  setConnectWebhook: (target: WebhookTarget | undefined) => void
  faults: Faults
  /** All snapshot events so far, oldest first; those of connected accounts name them. */
  events: () => StoredEvent[]
  thinEvents: () => StoredThinEvent['event'][]
  /** What really happened, oldest first: for a test's own model. */
  log: (afterSequence?: number) => LogEntry[]
  nowSeconds: () => number
  /** Moves the clock on; what is due on the way happens, day by day. */
  advance: (seconds: number) => void
  /** A cardholder disputes a charge, or the charge of a payment intent; and how it goes on. */
  dispute: (paymentId: string, order?: DisputeOrder) => Stripe.Dispute
  closeDispute: (disputeId: string, turn: DisputeTurn) => Stripe.Dispute
  /** Payers, their cards and their banks. */
  payments: PaymentsHand
  /** People, banks and reviewers on the Connect side. */
  connect: ConnectHand
  /** Pays an open session as the hosted page would. The card defaults to the one that pays. */
  pay: (sessionId: string, cardNumber?: string, isDelayed?: boolean) => Stripe.Checkout.Session
}

/** One file per resource. */
const resources = [
  addCheckoutSessionRoutes,
  addPaymentIntentRoutes,
  addPaymentMethodRoutes,
  addChargeRoutes,
  addBalanceTransactionRoutes,
  addCustomerRoutes,
  addEventRoutes,
  addAccountRoutes,
  addAccountLinkRoutes,
  addExternalAccountRoutes,
  addTransferRoutes,
  addTransferReversalRoutes,
  addPayoutRoutes,
  addBalanceRoutes,
  addThinEventRoutes,
  addRefundRoutes,
  addDisputeRoutes,
  addFraudWarningRoutes,
]

export async function startStripeStandIn({
  webhook,
  connectWebhook,
  stateFile,
  ...place
}: StripeStandInSettings = {}): Promise<StripeStandIn> {
  const store = new Store(stateFile)
  const faults = new Faults()
  const timers = new Set<NodeJS.Timeout>()
  const world: StripeWorld = {
    store,
    faults,
    webhooks: new Webhooks(store, faults, webhook, connectWebhook),
    idempotency: new Idempotency(store),
    publicUrl: '',
    later: (delayMs, task) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        task()
      }, delayMs)
      timers.add(timer)
    },
  }
  const server = serverOf(world)
  const listening = await listen(server, place)
  world.publicUrl = listening.url
  wake(world)
  const clock = setInterval(() => runClock(world), 1_000)

  const payments = paymentsHand(world)
  const stop = async () => {
    clearInterval(clock)
    for (const timer of timers) clearTimeout(timer)
    await world.webhooks.stop()
    await listening.stop()
    store.flush()
  }
  return {
    ...listening,
    stop,
    faults,
    setWebhook: (target) => {
      world.webhooks.target = target
    },
    setConnectWebhook: (target) => {
      world.webhooks.connectTarget = target
    },
    events: () => [...store.tables.events.values()],
    thinEvents: () => [...store.tables.thinEvents.values()].map(({ event }) => event),
    log: (afterSequence) => logAfter(store, afterSequence),
    nowSeconds: () => store.nowSeconds(),
    advance: (seconds) => moveClock(store.clockOffsetSeconds + seconds, world),
    dispute: payments.dispute,
    closeDispute: payments.turnDispute,
    payments,
    connect: connectHand(world),
    pay: (sessionId, cardNumber, isDelayed) => payWith(sessionId, cardNumber, world, isDelayed),
  }
}

function serverOf(world: StripeWorld): FastifyInstance {
  const server = Fastify({
    forceCloseConnections: true,
    keepAliveTimeout: 75_000,
    routerOptions: { querystringParser: parseForm, maxParamLength: 256 },
  })
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, parseForm(String(body))),
  )
  server.setNotFoundHandler((request, reply) => {
    const message = `Unrecognized request URL (${request.method}: ${request.url}). The stand-in may not have this resource.`
    return reply.code(404).send({ error: { type: 'invalid_request_error', message } })
  })
  server.setErrorHandler((cause, _, reply) => {
    const message = cause instanceof Error ? cause.message : 'The stand-in failed.'
    return reply.code(500).send({ error: { type: 'api_error', message } })
  })
  const api = apiOn(server, world)
  for (const addRoutes of resources) addRoutes(api)
  addCheckoutPages(server, world)
  addOnboardingPages(server, world)
  addControls(server, world)
  return server
}

/** After a restart: pages have this address, balances that were on their way appear, undelivered events leave. */
function wake(world: StripeWorld): void {
  for (const session of world.store.tables.sessions.values()) {
    if (session.status === 'open') session.url = `${world.publicUrl}/c/pay/${session.id}`
  }
  world.webhooks.resume()
  for (const charge of world.store.tables.charges.values()) bookBalance(charge, world)
}
