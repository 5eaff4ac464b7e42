// What may be told over `/control` of payers and their banks: the same as by program.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { awayMoods } from './payments/payment-methods.ts'
import { paymentsHand } from './payments/payments-hand.ts'
import { disputeTurns } from './resources/disputes.ts'
import type { StripeWorld } from './stripe-world.ts'

const byId = z.object({ id: z.string() })
const cents = z.int().min(1).max(100_000_000)
const refundBody = z.strictObject({ amountCents: cents, reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']) }).partial()
const refundEndBody = z.strictObject({ outcome: z.enum(['succeeded', 'failed']), reason: z.string().optional() })
const disputeBody = z.strictObject({ reason: z.string(), amountCents: cents, isInquiry: z.boolean() }).partial()
const disputeTurnBody = z.strictObject({ outcome: z.enum(disputeTurns) })
const warningBody = z.strictObject({ fraudType: z.string() }).partial()
const moodBody = z.strictObject({ away: z.enum(awayMoods).nullable() })
const cardBody = z.strictObject({ card: z.string() })
const authenticateBody = z.strictObject({ outcome: z.enum(['approved', 'failed']) })
const settleBody = z.strictObject({ outcome: z.enum(['succeeded', 'failed']) })

export function addPaymentControls(controls: FastifyInstance, world: StripeWorld): void {
  const hand = paymentsHand(world)
  const order = <T extends z.ZodType>(path: string, body: T, obey: (id: string, given: z.infer<T>) => unknown) =>
    controls.post(path, ({ params, body: given }) => obey(byId.parse(params).id, body.parse(given ?? {})))
  order('/control/charges/:id/refunds', refundBody, hand.refund)
  order('/control/refunds/:id', refundEndBody, (id, { outcome, reason }) => hand.endRefund(id, outcome, reason))
  order('/control/charges/:id/dispute', disputeBody, hand.dispute)
  order('/control/disputes/:id', disputeTurnBody, (id, { outcome }) => hand.turnDispute(id, outcome))
  order('/control/charges/:id/fraud-warning', warningBody, (id, { fraudType }) => hand.warnOfFraud(id, fraudType))
  order('/control/sessions/:id/expire', z.strictObject({}), hand.expireSession)
  order('/control/customers/:id/cards', cardBody, (id, { card }) => hand.saveCard(id, card))
  order('/control/payment-methods/:id', moodBody, (id, { away }) => {
    hand.cardWhileAway(id, away ?? undefined)
    return { away }
  })
  order('/control/payment-intents/:id/authenticate', authenticateBody, (id, { outcome }) => ({ url: hand.authenticate(id, outcome) }))
  order('/control/payment-intents/:id/settle', settleBody, (id, { outcome }) => {
    hand.endPayment(id, outcome)
    return { outcome }
  })
  controls.get('/control/payment-intents', () => ({ paymentIntents: [...world.store.tables.paymentIntents.values()] }))
  controls.get('/control/refunds', () => ({ refunds: [...world.store.tables.refunds.values()] }))
  controls.get('/control/disputes', () => ({ disputes: [...world.store.tables.disputes.values()] }))
  controls.get('/control/customers', () => ({
    customers: [...world.store.tables.customers.values()],
    cards: [...world.store.tables.paymentMethods.values()].map(({ method }) => method).filter(({ customer }) => customer !== null),
  }))
}
