// The hosted pages' addresses: pay, decline and try again, authenticate, return to the shop.
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { Html } from '../../web/html.ts'
import { endAuthentication } from '../payments/confirm-intent.ts'
import { paymentMethodNamed } from '../payments/payment-methods.ts'
import { sessionNamed } from '../resources/checkout-sessions.ts'
import { intentNamed } from '../resources/payment-intents.ts'
import { StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { authenticatePage } from './authenticate-page.ts'
import { closedPage } from './closed-page.ts'
import { payPage } from './pay-page.ts'
import { type PaymentEnd, paySession } from './pay-session.ts'
import { type TestCard, testCardNumbered } from './test-cards.ts'

type Session = Stripe.Checkout.Session

const chosen = z.looseObject({
  card: z.string().default(''),
  email: z.string().trim().max(320).default(''),
  outcome: z.string().optional(),
})
const byId = z.object({ id: z.string() })

export function addCheckoutPages(server: FastifyInstance, world: StripeWorld): void {
  server.register(async (pages) => {
    pages.setErrorHandler((cause, _, reply) => {
      const missing = cause instanceof StripeRefusal && cause.status === 404
      return show(reply, closedPage('unknown', null), missing ? 404 : 500)
    })
    pages.get('/c/pay/:id', ({ params }, reply) => {
      const session = sessionNamed(byId.parse(params).id, world)
      return session.status === 'open' ? showPayPage(reply, session, world) : showClosed(reply, session)
    })
    pages.post('/c/pay/:id', ({ params, body }, reply) => pay(sessionNamed(byId.parse(params).id, world), body, reply, world))
    pages.get('/c/pay/:id/authenticate', ({ params, query }, reply) => {
      const session = sessionNamed(byId.parse(params).id, world)
      if (session.status !== 'open') return showClosed(reply, session)
      const { card, email } = chosen.parse(query)
      const { amount_total: amountCents, currency } = session
      return show(reply, authenticatePage({ amountCents: amountCents ?? 0, currency: currency ?? 'usd', card, email }))
    })
    pages.post('/c/pay/:id/authenticate', ({ params, body }, reply) =>
      authenticate(sessionNamed(byId.parse(params).id, world), body, reply, world),
    )
    addBankPages(pages, world)
  })
}

/** Where a payment that a program began waits for its owner. */
function addBankPages(pages: FastifyInstance, world: StripeWorld): void {
  pages.get('/3ds/:id', ({ params }, reply) => {
    const intent = intentNamed(byId.parse(params).id, world)
    if (intent.status !== 'requires_action')
      return show(reply, closedPage(intent.status === 'succeeded' ? 'complete' : 'expired', null), 410)
    const { number } = paymentMethodNamed(String(intent.payment_method), world)
    return show(reply, authenticatePage({ amountCents: intent.amount, currency: intent.currency, card: number, email: '' }))
  })
  pages.post('/3ds/:id', ({ params, body }, reply) => {
    const intent = intentNamed(byId.parse(params).id, world)
    if (intent.status !== 'requires_action') return reply.redirect(`/3ds/${intent.id}`, 303)
    const outcome = chosen.parse(body ?? {}).outcome === 'approve' ? 'approved' : 'failed'
    return reply.redirect(endAuthentication(intent, outcome, world), 303)
  })
}

function pay(session: Session, body: unknown, reply: FastifyReply, world: StripeWorld): FastifyReply {
  const { card: number, email: typed } = chosen.parse(body ?? {})
  const card = testCardNumbered(number)
  const email = knownEmail(session, world) ?? typed
  const again = { card: number, email: typed }
  if (card === undefined) return showPayPage(reply, session, world, { ...again, error: 'Choose one of the test cards.' })
  if (!/^\S+@\S+\.\S+$/.test(email))
    return showPayPage(reply, session, world, { ...again, emailError: 'Enter an e-mail address, like you@example.com.' })

  const end = paySession(session, { card, email }, world)
  if (end === 'authentication needed') {
    return reply.redirect(`/c/pay/${session.id}/authenticate?${new URLSearchParams({ card: card.number, email })}`, 303)
  }
  return goOn(reply, session, end, card, email, world)
}

function authenticate(session: Session, body: unknown, reply: FastifyReply, world: StripeWorld): FastifyReply {
  const { card: number, email: typed, outcome } = chosen.parse(body ?? {})
  const card = testCardNumbered(number)
  if (card === undefined) return reply.redirect(`/c/pay/${session.id}`, 303)
  const email = knownEmail(session, world) ?? typed
  const end = paySession(session, { card, email, authentication: outcome === 'approve' ? 'approved' : 'failed' }, world)
  return goOn(reply, session, end, card, email, world)
}

function goOn(reply: FastifyReply, session: Session, end: PaymentEnd, card: TestCard, email: string, world: StripeWorld): FastifyReply {
  if (typeof end === 'object') return showPayPage(reply, session, world, { card: card.number, email, error: end.declined })
  if (end === 'complete') return reply.redirect(returnAddress(session), 303)
  return showClosed(reply, session)
}

function returnAddress(session: Session): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id)
}

/** The address the shop already told us; it cannot be changed on the page, as at Stripe. */
function knownEmail(session: Session, { store }: StripeWorld): string | null {
  return session.customer_email ?? store.tables.customers.get(String(session.customer))?.email ?? null
}

type Entered = { card?: string; email?: string; error?: string; emailError?: string }

function showPayPage(reply: FastifyReply, session: Session, world: StripeWorld, entered: Entered = {}): FastifyReply {
  const lineItems = world.store.tables.lineItems.get(session.id) ?? []
  const failed = entered.error !== undefined || entered.emailError !== undefined
  return show(reply, payPage({ session, lineItems, lockedEmail: knownEmail(session, world), ...entered }), failed ? 402 : 200)
}

function showClosed(reply: FastifyReply, session: Session): FastifyReply {
  if (session.status === 'complete') return show(reply, closedPage('complete', returnAddress(session)))
  return show(reply, closedPage('expired', session.cancel_url), 410)
}

function show(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
    .send(page.text)
}
