// The pages of hosted onboarding: one visit per link, then back to the platform. A used or old link leads to `refresh_url`.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Html } from '../../web/html.ts'
import type { StoredAccountLink } from '../resources/account-links.ts'
import { noSuch, StripeRefusal } from '../stripe-refusal.ts'
import type { StripeWorld } from '../stripe-world.ts'
import { bankAccountOf } from './bank-accounts.ts'
import { onboard, recipientNamed } from './change-recipient.ts'
import { type Answers, onboardingPage, type Wrong } from './onboarding-page.ts'

const typed = z.string().trim().max(100).default('')
const form = z.looseObject({
  givenName: typed,
  familyName: typed,
  country: typed,
  routingNumber: typed,
  accountNumber: typed,
  isVerifiedLater: z.string().optional(),
})
const byToken = z.object({ token: z.string() })

export function addOnboardingPages(server: FastifyInstance, world: StripeWorld): void {
  server.register(async (pages) => {
    pages.setErrorHandler((cause, _, reply) => {
      const isUnknown = cause instanceof StripeRefusal && cause.status === 404
      return reply
        .code(isUnknown ? 404 : 500)
        .type('text/plain')
        .send(isUnknown ? 'There is no such page.' : 'The stand-in failed.')
    })
    addVisits(pages, world)
  })
}

function addVisits(server: FastifyInstance, world: StripeWorld): void {
  server.get('/setup/:token', ({ params }, reply) => {
    const link = linkNamed(byToken.parse(params).token, world)
    const isTooOld = link.expiresSeconds <= world.store.nowSeconds()
    if (link.state !== 'new' || isTooOld) return reply.redirect(link.refreshUrl, 303)
    link.state = 'open'
    world.store.changed()
    return show(reply, page(link, world))
  })
  server.post('/setup/:token', ({ params, body }, reply) => {
    const link = linkNamed(byToken.parse(params).token, world)
    if (link.state === 'used') return reply.redirect(link.returnUrl, 303)
    if (link.state === 'new') return reply.redirect(link.refreshUrl, 303)
    const { isVerifiedLater, ...answers } = form.parse(body ?? {})
    const stored = recipientNamed(link.accountId, world)
    const wrong = whatIsWrong(answers, bankAccountOf(stored.id, world.store) !== undefined)
    if (Object.keys(wrong).length > 0) return show(reply, page(link, world, { answers, wrong }), 400)
    link.state = 'used'
    onboard(stored, { ...answers, isVerifiedLater: isVerifiedLater !== undefined }, world)
    return reply.redirect(link.returnUrl, 303)
  })
}

function linkNamed(token: string, { store }: StripeWorld): StoredAccountLink {
  const link = store.tables.accountLinks.get(token)
  if (link === undefined) throw noSuch('account link', token)
  return link
}

function page(link: StoredAccountLink, world: StripeWorld, entered: { answers?: Answers; wrong?: Wrong } = {}): Html {
  const bankLastFour = bankAccountOf(link.accountId, world.store)?.last4 ?? null
  return onboardingPage({ link, stored: recipientNamed(link.accountId, world), bankLastFour, ...entered })
}

function whatIsWrong({ givenName, familyName, routingNumber, accountNumber }: Answers, hasBank: boolean): Wrong {
  const keepsBank = hasBank && accountNumber === ''
  return {
    ...(givenName === '' && { givenName: 'Enter your first name.' }),
    ...(familyName === '' && { familyName: 'Enter your last name.' }),
    ...(!/^\d{9}$/.test(routingNumber) && { routingNumber: 'Enter the nine digits of the routing number.' }),
    ...(!keepsBank && !/^\d{4,17}$/.test(accountNumber) && { accountNumber: 'Enter an account number of 4 to 17 digits.' }),
  }
}

function show(reply: FastifyReply, { text }: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    .type('text/html; charset=utf-8')
    .send(text)
}
