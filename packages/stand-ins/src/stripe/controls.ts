// What tests and the demo may tell this Stripe, over `/control`.
import type { FastifyInstance } from 'fastify'
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { paySession, settleLater } from './checkout/pay-session.ts'
import { payingCard, testCardNumbered } from './checkout/test-cards.ts'
import { addConnectControls } from './connect-controls.ts'
import { faultsBody } from './faults.ts'
import { addPaymentControls } from './payment-controls.ts'
import { sessionNamed } from './resources/checkout-sessions.ts'
import { runClock } from './run-clock.ts'
import { StripeRefusal } from './stripe-refusal.ts'
import type { StripeWorld } from './stripe-world.ts'

const webhookBody = z.strictObject({ url: z.url(), secret: z.string().min(1), retryFirstMs: z.int().min(1).max(60_000).optional() })
const tenYearsSeconds = 10 * 366 * 86_400
const clockBody = z.union([
  z.strictObject({ offsetSeconds: z.int().min(0).max(tenYearsSeconds) }),
  z.strictObject({ advanceSeconds: z.int().min(0).max(tenYearsSeconds) }),
])
const payBody = z.strictObject({ card: z.string(), isDelayed: z.boolean() }).partial()
const asyncBody = z.strictObject({ outcome: z.enum(['succeeded', 'failed']) })
const byId = z.object({ id: z.string() })

export function addControls(server: FastifyInstance, world: StripeWorld): void {
  server.register(async (controls) => {
    controls.setErrorHandler((cause, _, reply) => {
      if (cause instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(cause) })
      if (cause instanceof StripeRefusal) return reply.code(cause.status).send({ error: cause.body })
      return reply.code(500).send({ error: cause instanceof Error ? cause.message : 'failed' })
    })
    addWorldControls(controls, world)
    addSessionControls(controls, world)
    addEventControls(controls, world)
    addPaymentControls(controls, world)
    addConnectControls(controls, world)
  })
}

function addWorldControls(controls: FastifyInstance, world: StripeWorld): void {
  controls.get('/', () => ({ standIn: 'stripe', see: controlsToSee }))
  controls.post('/control/webhook', ({ body }) => {
    world.webhooks.target = webhookBody.parse(body)
    return { url: world.webhooks.target.url }
  })
  controls.post('/control/connect-webhook', ({ body }) => {
    world.webhooks.connectTarget = webhookBody.parse(body)
    return { url: world.webhooks.connectTarget.url }
  })
  controls.get('/control/faults', () => world.faults.now)
  controls.post('/control/faults', ({ body }) => {
    world.faults.set(faultsBody.parse(body))
    return world.faults.now
  })
  controls.delete('/control/faults', () => {
    world.faults.reset()
    return world.faults.now
  })
  controls.post('/control/clock', ({ body }) => {
    const given = clockBody.parse(body)
    moveClock('offsetSeconds' in given ? given.offsetSeconds : world.store.clockOffsetSeconds + given.advanceSeconds, world)
    return { nowSeconds: world.store.nowSeconds(), offsetSeconds: world.store.clockOffsetSeconds }
  })
  controls.get('/control/clock', () => ({ nowSeconds: world.store.nowSeconds(), offsetSeconds: world.store.clockOffsetSeconds }))
  controls.post('/control/reset', () => {
    world.store.reset()
    world.faults.reset()
    return { reset: true }
  })
}

const resourcesToSee = ['sessions', 'payment-intents', 'customers', 'refunds', 'disputes', 'accounts', 'transfers', 'payouts']
const controlsToSee = [...resourcesToSee, 'events', 'faults', 'log', 'clock'].map((name) => `/control/${name}`)

export function moveClock(offsetSeconds: number, world: StripeWorld): void {
  world.store.clockOffsetSeconds = offsetSeconds
  world.store.changed()
  runClock(world)
}

function addSessionControls(controls: FastifyInstance, world: StripeWorld): void {
  controls.get('/control/sessions', () => ({ sessions: [...world.store.tables.sessions.values()] }))
  controls.post('/control/sessions/:id/pay', ({ params, body }) => {
    const { card, isDelayed } = payBody.parse(body ?? {})
    return payWith(byId.parse(params).id, card, world, isDelayed)
  })
  controls.post('/control/sessions/:id/async', ({ params, body }, reply) => {
    const session = sessionNamed(byId.parse(params).id, world)
    const settled = settleLater(session, asyncBody.parse(body).outcome, payingCard, world)
    return settled ? session : reply.code(409).send({ error: 'This session has no payment under way.' })
  })
}

function addEventControls(controls: FastifyInstance, { store, webhooks }: StripeWorld): void {
  controls.get('/control/events', () => ({
    events: [...store.tables.events.values()].map((event) => ({ ...event, deliveries: store.tables.deliveries.get(event.id) ?? [] })),
  }))
  controls.get('/control/thin-events', () => ({
    events: [...store.tables.thinEvents.values()].map(({ event, data }) => ({
      ...event,
      data,
      deliveries: store.tables.deliveries.get(event.id) ?? [],
    })),
  }))
  controls.post('/control/events/:id/resend', ({ params }, reply) => {
    const { id } = byId.parse(params)
    if (!webhooks.resend(id)) return reply.code(404).send({ error: 'No such event.' })
    return store.tables.events.get(id) ?? store.tables.thinEvents.get(id)?.event
  })
}

/** Pays without a browser. A card that asks for authentication is approved. A decline is thrown, as the API would. */
export function payWith(sessionId: string, cardNumber: string | undefined, world: StripeWorld, isDelayed = false): Stripe.Checkout.Session {
  const session = sessionNamed(sessionId, world)
  const card = cardNumber === undefined ? payingCard : testCardNumbered(cardNumber)
  if (card === undefined)
    throw new StripeRefusal(400, { type: 'invalid_request_error', message: `The stand-in has no card ${cardNumber}.` })
  const email = session.customer_email ?? 'payer@example.test'
  const authentication = card.present === 'authenticates' ? ({ authentication: 'approved' } as const) : {}
  const end = paySession(session, { card, email, isDelayed, ...authentication }, world)
  if (typeof end === 'object') throw new StripeRefusal(402, { type: 'card_error', code: 'card_declined', message: end.declined })
  if (end !== 'complete') throw new StripeRefusal(400, { type: 'invalid_request_error', message: `This session is ${session.status}.` })
  return session
}
