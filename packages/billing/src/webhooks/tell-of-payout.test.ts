// Payouts and top-ups as developers are told of them.
import { publicId } from '@farebox/db'
import { dollars, opened } from '@farebox/ledger/testing'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createApp } from '../apps/create-app.ts'
import { createPayout } from '../payouts/create-payout.ts'
import { followSentPayouts } from '../payouts/follow-sent-payouts.ts'
import { aloneWith } from '../payouts/money-out.ts'
import { reviewPayout } from '../payouts/review-payout.ts'
import { sendPayout } from '../payouts/send-payout.ts'
import { unknownBuyer } from '../risk/admit-buyer.ts'
import { aPaidDeveloper, aWeekPasses, earn, inAWeek, onlyRules, type PaidDeveloper, payoutWorld } from '../testing/payout-world.ts'
import { anOpenOrder } from '../testing/top-up-world.ts'
import { anEndpoint, type Receiver, startReceiver, webhookDesk } from '../testing/webhook-world.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { startOrder } from '../topups/start-order.ts'
import { deliverWebhooks } from './deliver-webhooks.ts'
import { webhookEventTypes } from './events.ts'

const world = opened(payoutWorld)
let developer: PaidDeveloper
let receiver: Receiver
beforeAll(async () => {
  await onlyRules(world)
  receiver = await startReceiver()
})
afterAll(() => receiver.stop())
beforeEach(async () => {
  developer = await aPaidDeveloper(world)
  receiver.received.length = 0
})

const now = inAWeek()
const deliver = () => deliverWebhooks(webhookDesk(world.database), inAWeek(20))
const told = () => receiver.received.map(({ event: { type, object_id, sequence, data } }) => ({ type, object_id, sequence, data }))

async function anApprovedPayout(): Promise<string> {
  const { organizationId } = developer
  await earn(world, developer, dollars('12.00'))
  await aWeekPasses(world, now)
  const made = await aloneWith(world.database, organizationId, (moneyOut) => createPayout(moneyOut, { organizationId, runId: null, now }))
  if (!('payoutId' in made)) throw new Error(`no payout: ${made.passedOver}`)
  await reviewPayout(world.database, { id: made.payoutId, organizationId }, now)
  return made.payoutId
}

it('a payout is told to the live endpoints of every app of its organization, in order, and to no other', async () => {
  const { organizationId, appId, userId } = developer
  const second = await createApp(world.database, { organizationId, userId, name: 'Second', now: new Date() })
  const stranger = await aPaidDeveloper(world)
  const desk = webhookDesk(world.database)
  const [events, elsewhere] = [webhookEventTypes, await startReceiver()]
  for (const id of [appId, second.id]) await anEndpoint(desk, { organizationId, appId: id }, receiver.url, { events })
  await anEndpoint(desk, stranger, elsewhere.url, { events })
  await anEndpoint(desk, developer, elsewhere.url, { events, mode: 'sandbox' })

  const payoutId = await anApprovedPayout()
  await sendPayout(world.till, payoutId, now)
  world.stripe.advance(8 * 86_400)
  await followSentPayouts(world.till, inAWeek(10))
  await deliver()
  const object_id = publicId('payout', payoutId)
  const data = { payout_id: object_id, amount: '12.00000000', currency: 'USD' }
  const created = { type: 'payout.created', object_id, sequence: 1, data: { ...data, status: 'created' } }
  const paid = { type: 'payout.paid', object_id, sequence: 2, data: { ...data, status: 'paid', message: null } }
  expect(told()).toMatchObject([created, created, paid, paid])
  expect(elsewhere.received).toEqual([])
  await elsewhere.stop()
})

it('a payout on hold is told with the reason, in a sentence', async () => {
  await anEndpoint(webhookDesk(world.database), developer, receiver.url, { events: ['payout.held'] })
  const payoutId = await anApprovedPayout()
  world.stripe.connect.restrict(developer.stripeAccountId)
  await sendPayout(world.till, payoutId, now)
  await deliver()
  expect(told()).toMatchObject([{ type: 'payout.held', data: { status: 'held', message: expect.stringContaining('Stripe') } }])
})

it('money for a grant pool is told once, what somebody buys for their own wallet is not', async () => {
  await anEndpoint(webhookDesk(world.database), developer, receiver.url, { events: ['topup.completed'] })
  const { appId, organizationId } = developer
  const { id: walletId } = await world.database.wallet.findUniqueOrThrow({
    where: { mode_organizationId: { mode: 'live', organizationId } },
  })
  const urls = { successUrl: 'http://localhost/', cancelUrl: 'http://localhost/', buyerEmail: 'developer@farebox.test' }
  const at = { now: new Date(), walletUrl: 'http://wallet.localhost:3001' }
  const purchase = { kind: 'grant_pool' as const, ...urls, appId, organizationId, walletId, creditMicrocents: dollars('20') }
  const { orderId } = await startOrder(world.database, purchase, at)
  await openCheckout(world.till, { orderId, buyer: unknownBuyer, ...at })
  const own = await anOpenOrder(world)
  for (const id of [orderId, own.orderId]) {
    const { stripeSessionId } = await world.database.order.findUniqueOrThrow({ where: { id } })
    world.stripe.pay(stripeSessionId ?? '')
    await completeOrder(world.till, id, new Date())
    await completeOrder(world.till, id, new Date())
  }
  await deliver()
  expect(told()).toMatchObject([
    {
      type: 'topup.completed',
      object_id: publicId('order', orderId),
      data: { kind: 'grant_pool', credit: '20.00000000', external_user_id: null },
    },
  ])
})
