// What happens to a person's payments: they buy, ask for money back, dispute; somebody clicks in Stripe's Dashboard; banks decide.
// Each deed touches one payment, and says whether anything was done.

import { repayDebt } from '../../packages/billing/src/debts/repay-debt.ts'
import { releaseWarning } from '../../packages/billing/src/disputes/release.ts'
import { enqueuer } from '../../packages/billing/src/queue/enqueue.ts'
import { askRefund, lockOrder } from '../../packages/billing/src/refunds/ask-refund.ts'
import { planRefund } from '../../packages/billing/src/refunds/plan-refund.ts'
import { takeRefund } from '../../packages/billing/src/refunds/take-refund.ts'
import { completeOrder } from '../../packages/billing/src/topups/complete-order.ts'
import { between } from '../payouts-soak/chance.ts'
import { count } from '../payouts-soak/soak-world.ts'
import { patiently } from './patiently.ts'
import { logLength, lotsOf, type OpenSession, openSession, type Payment, type Person } from './people.ts'
import { adjust } from './side.ts'
import type { StripeSoak } from './stripe-soak-world.ts'
import { turnOnAutoTopup } from './turn-on-auto-topup.ts'

export type Deed = (soak: StripeSoak, person: Person, random: () => number) => Promise<boolean>

const packages = ['starter', 'basic', 'basic', 'plus', 'pro'] as const
const cards = [
  '4242424242424242',
  '5555555555554444',
  '4000002500003155',
  '4000002760000016',
  '4000000000000077',
  '378282246310005',
] as const
const pick = <Card>(random: () => number, deck: readonly Card[]): Card => deck[between(random, 0, deck.length - 1)] as Card

/** Stripe refuses what cannot be: then nothing was done. */
function tried<Answer>(work: () => Answer): Answer | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function paid(soak: StripeSoak, person: Person, session: OpenSession, card: string): Payment {
  const { payment_intent } = soak.world.stripe.pay(session.sessionId, card)
  const payment = { orderId: session.orderId, paymentIntent: String(payment_intent), priceCents: session.priceCents }
  person.payments.push(payment)
  return payment
}

const buy: Deed = async (soak, person, random) => {
  paid(soak, person, await openSession(soak, person, pick(random, packages)), pick(random, cards))
  return true
}

const buyAfterDecline: Deed = async (soak, person, random) => {
  const session = await openSession(soak, person, pick(random, packages))
  tried(() => soak.world.stripe.pay(session.sessionId, pick(random, ['4000000000000002', '4000000000009995', '4100000000000019'])))
  paid(soak, person, session, pick(random, cards))
  return true
}

/** The return page is loaded again and again, while the webhook is handled. */
const buyImpatiently: Deed = async (soak, person, random) => {
  const { orderId } = paid(soak, person, await openSession(soak, person, pick(random, packages)), pick(random, cards))
  await Promise.allSettled([1, 2, 3].map(() => completeOrder(soak.till, orderId, soak.world.now())))
  return true
}

/** Not while something is owed: whichever of the two were credited first would repay it, and the log does not say which. */
const buyInTwoTabs: Deed = async (soak, person, random) => {
  const { inDebt } = await soak.world.database.wallet.findUniqueOrThrow({ where: { id: person.walletId } })
  if (inDebt) return false
  const [one, other] = [await openSession(soak, person, 'starter'), await openSession(soak, person, 'basic')]
  paid(soak, person, one, pick(random, cards))
  if (random() < 0.5) paid(soak, person, other, pick(random, cards))
  else soak.world.stripe.payments.expireSession(other.sessionId)
  return true
}

const letExpire: Deed = async (soak, person) => {
  soak.world.stripe.payments.expireSession((await openSession(soak, person, 'basic')).sessionId)
  return true
}

const buyWithDelay: Deed = async (soak, person) => {
  const { orderId, sessionId } = await openSession(soak, person, 'basic')
  soak.world.stripe.pay(sessionId, undefined, true)
  person.delayed.push({ orderId, sessionId })
  return true
}

const delayEnds: Deed = async ({ world }, person, random) => {
  const waiting = person.delayed.shift()
  if (!waiting) return false
  const outcome = random() < 0.6 ? 'succeeded' : 'failed'
  const answer = await fetch(`${world.stripe.url}/control/sessions/${waiting.sessionId}/async`, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }) },
  })
  const session: { payment_intent?: string } = await answer.json()
  if (outcome === 'succeeded')
    person.payments.push({ orderId: waiting.orderId, paymentIntent: session.payment_intent ?? '', priceCents: 1_000 })
  return true
}

const askForRefund: Deed = async (soak, person, random) => {
  const { world, notes } = soak
  const payment = paymentOf(person, random)
  if (!payment) return false
  const { database } = world
  const now = world.now()
  const order = await database.order.findUniqueOrThrow({ where: { id: payment.orderId } })
  const plan = await database.$transaction((transaction) => planRefund(transaction, order, { now, isLocked: false }))
  if (plan.refusal) return false
  const after = logLength(soak)
  const { id: refundId } = await askRefund(database, { orderId: order.id, amountCents: plan.amountCents, userId: person.userId, now })
  notes.push({ after, kind: 'refund asked', refundId, orderId: order.id, cents: BigInt(plan.amountCents), by: 'buyer' })
  return true
}

const operatorRefunds: Deed = async (soak, person, random) => {
  const { world, notes } = soak
  const payment = paymentOf(person, random)
  if (!payment) return false
  const { database } = world
  const now = world.now()
  const enqueue = await enqueuer(database)
  const atStripe = await patiently(() => soak.world.till.stripe.payment(payment.paymentIntent))
  const gone = atStripe.refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amountCents }) => sum + amountCents, 0)
  const left = payment.priceCents - gone
  if (left <= 0 || atStripe.disputes.some(({ status, isChargeRefundable }) => status !== 'won' && !isChargeRefundable)) return false
  const after = logLength(soak)
  const { id: refundId, amountCents } = await database.$transaction(async (transaction) => {
    const order = await lockOrder({ transaction, enqueue }, payment.orderId)
    const actor = { kind: 'operator', id: world.operators[0].id } as const
    const terms = {
      origin: 'operator',
      amountCents: random() < 0.5 ? left : between(random, 1, left),
      reason: 'duplicate',
      actor,
      now,
    } as const
    return takeRefund({ transaction, enqueue }, order, terms)
  })
  notes.push({ after, kind: 'refund asked', refundId, orderId: payment.orderId, cents: BigInt(amountCents), by: 'operator' })
  return true
}

const refundInDashboard: Deed = async ({ world }, person, random) => {
  const payment = paymentOf(person, random)
  if (!payment) return false
  const amountCents = random() < 0.4 ? undefined : between(random, 1, payment.priceCents)
  const refund = tried(() => world.stripe.payments.refund(payment.paymentIntent, { amountCents }))
  if (!refund) return false
  if (random() < 0.35) world.stripe.payments.endRefund(refund.id, 'failed')
  else person.refunds.push(refund.id)
  return true
}

/** Days after it succeeded. */
const refundFails: Deed = async ({ world }, person) => {
  const refundId = person.refunds.shift()
  return refundId !== undefined && tried(() => world.stripe.payments.endRefund(refundId, 'failed')) !== undefined
}

const reasons = ['fraudulent', 'product_not_received', 'unrecognized', 'credit_not_processed'] as const

const dispute: Deed = async ({ world }, person, random) => {
  const payment = paymentOf(person, random)
  if (!payment) return false
  const { disputes } = await patiently(() => world.till.stripe.payment(payment.paymentIntent))
  // One that was lost in part is not disputed for the rest.
  if (disputes.some(({ status }) => status === 'lost')) return false
  const amountCents = random() < 0.3 ? between(random, 50, payment.priceCents) : undefined
  const isInquiry = random() < 0.25
  const opened = tried(() => world.stripe.dispute(payment.paymentIntent, { reason: pick(random, reasons), amountCents, isInquiry }))
  if (!opened) return false
  person.disputes.push(opened.id)
  if (random() < 0.3) tried(() => world.stripe.closeDispute(opened.id, pick(random, ['won', 'lost', 'escalated', 'closed'])))
  return true
}

const disputeGoesOn: Deed = async (soak, person, random) => {
  const disputeId = person.disputes.shift()
  if (disputeId === undefined) return false
  const { till, world } = soak
  if (random() < 0.2) await till.stripe.disputes.submitEvidence({ disputeId, evidence: { product_description: 'Credit' }, submit: true })
  if (random() < 0.1) await till.stripe.disputes.accept(disputeId)
  const turned = tried(() =>
    world.stripe.closeDispute(
      disputeId,
      pick(random, ['won', 'won', 'lost', 'lost', 'lost', 'reopened', 'reopened', 'escalated', 'closed']),
    ),
  )
  const now = await patiently(() => till.stripe.disputes.read(disputeId))
  if (now && now.status !== 'won' && now.status !== 'warning_closed') person.disputes.push(disputeId)
  return turned !== undefined
}

const warn: Deed = async ({ world }, person, random) => {
  const payment = paymentOf(person, random)
  if (!payment) return false
  const warned = tried(() => world.stripe.payments.warnOfFraud(payment.paymentIntent))
  if (warned && random() < 0.3) {
    const opened = tried(() => world.stripe.dispute(payment.paymentIntent))
    if (opened) person.disputes.push(opened.id)
  } else if (warned && random() < 0.4) tried(() => world.stripe.payments.refund(payment.paymentIntent))
  return warned !== undefined
}

const repay: Deed = async (soak, person) => {
  const { world, notes } = soak
  const { walletId } = person
  const before = await lotsOf(soak, walletId)
  const after = logLength(soak)
  try {
    await world.database.$transaction((transaction) => repayDebt(transaction, walletId, world.now()))
  } catch {
    return false
  }
  const left = new Map((await lotsOf(soak, walletId)).map(({ lotId, available }) => [lotId, available]))
  for (const { lotId, orderId, available } of before) {
    const amountMicrocents = available - (left.get(lotId) ?? 0n)
    if (amountMicrocents > 0n) notes.push({ after, kind: 'debt repaid', orderId, walletId, amountMicrocents })
  }
  return true
}

/** Two operators see that nobody will pay it. */
const writeOff: Deed = async (soak, { walletId }) => {
  const { world, notes } = soak
  const account = await world.database.account.findUnique({
    where: { mode_kind_id: { mode: 'live', kind: 'user_receivable', id: walletId } },
  })
  const amount = account?.balanceMicrocents ?? 0n
  if (amount <= 0n) return false
  const after = logLength(soak)
  const words = { reason: 'Nobody will pay it.', ticket: 'SOAK-2' }
  await adjust(soak, { kind: 'write_off', debtor: { kind: 'user_receivable', walletId }, amount, ...words })
  notes.push({ after, kind: 'debt written off', walletId, amountMicrocents: amount })
  return true
}

const releaseOne: Deed = async (soak, { walletId }) => {
  const { world, notes } = soak
  const warning = await world.database.dispute.findFirst({ where: { walletId, kind: 'fraud_warning', phase: 'open' } })
  if (!warning) return false
  const after = logLength(soak)
  await releaseWarning(world.database, {
    disputeId: warning.id,
    note: 'It was their own card.',
    operator: world.operators[0],
    now: world.now(),
  })
  notes.push({ after, kind: 'warning released', warningId: warning.stripeId })
  return true
}

const autoTopup: Deed = async (soak, person, random) => {
  if (person.hasAutoTopup) return false
  person.hasAutoTopup = await turnOnAutoTopup(soak, person, pick(random, ['5555555555554444', '4242424242424242', '4000002760003184']))
  return person.hasAutoTopup
}

/** The newest are more interesting than the old. */
function paymentOf({ payments }: Person, random: () => number): Payment | undefined {
  const share = random()
  return payments[Math.floor((1 - share * share) * payments.length)]
}

const all: readonly [string, number, Deed][] = [
  ['bought a package', 6, buy],
  ['bought one after a declined card', 2, buyAfterDecline],
  ['bought one, reloading the return page', 3, buyImpatiently],
  ['opened two checkouts', 2, buyInTwoTabs],
  ['let a checkout expire', 1, letExpire],
  ['bought one with money that comes later', 2, buyWithDelay],
  ['money that was to come later came, or did not', 3, delayEnds],
  ['asked for a refund', 5, askForRefund],
  ['refunded by an operator', 2, operatorRefunds],
  ['refunded in the Dashboard', 6, refundInDashboard],
  ['a refund failed days later', 3, refundFails],
  ['disputed', 6, dispute],
  ['a dispute went on', 14, disputeGoesOn],
  ['warned of fraud', 3, warn],
  ['repaid a debt by a click', 4, repay],
  ['a debt was written off', 4, writeOff],
  ['a warning was released', 3, releaseOne],
  ['turned automatic top-up on', 2, autoTopup],
]
const weights = all.reduce((sum, [, weight]) => sum + weight, 0)

const TRIES = 4

/** One of them; where there is nothing to do it for, another, and in the end they buy. */
export async function doSomething(soak: StripeSoak, person: Person, random: () => number): Promise<void> {
  const isNew = person.payments.length === 0
  for (let tries = 0; tries < TRIES && !isNew; tries++) {
    const [name, deed] = dealt(random)
    if (!(await deed(soak, person, random))) continue
    count(soak.world, name)
    soak.steps += 1
    return
  }
  await buy(soak, person, random)
  count(soak.world, 'bought a package')
  soak.steps += 1
}

function dealt(random: () => number): [string, Deed] {
  let left = random() * weights
  for (const [name, weight, deed] of all) {
    left -= weight
    if (left < 0) return [name, deed]
  }
  return ['bought a package', buy]
}
