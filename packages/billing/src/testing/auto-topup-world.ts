// For tests of automatic top-ups: people who let us keep a card when they bought, the clock's jobs by hand, and what Stripe really took.
import { newId, publicId } from '@farebox/db'
import { dollars } from '@farebox/ledger/testing'
import { followCharges } from '../auto-topups/follow-charges.ts'
import { runAutoTopups } from '../auto-topups/run-auto-topups.ts'
import { tellOwners } from '../auto-topups/tell-owners.ts'
import { type AskedTerms, previewAutoTopup, turnOnAutoTopup } from '../auto-topups/turn-auto-topup.ts'
import { agreeToSaveCard } from '../cards/consent-to-save.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { startOrder } from '../topups/start-order.ts'
import { call, type RefundWorld, refundWorld } from './refund-world.ts'
import { runOut } from './run-out.ts'
import { aWallet, walletUrl } from './top-up-world.ts'
import { makeApp } from './world.ts'

export type AutoTopupWorld = RefundWorld & { jobs: RefundWorld['desk'] & { walletUrl: string; dashboardUrl: string } }

export type Rider = { walletId: string; userId: string; email: string; cardId: string; paymentMethodId: string; paymentIntent: string }

export async function autoTopupWorld(): Promise<AutoTopupWorld> {
  const world = await refundWorld()
  return { ...world, jobs: { ...world.desk, walletUrl, dashboardUrl: 'http://dashboard.localhost:3000' } }
}

/** A user who bought `starter`, so $4.05 is there, and let us keep the card. */
export async function aRider(world: AutoTopupWorld, cardNumber = '4242424242424242'): Promise<Rider> {
  const { database, till, stripe } = world
  const owner = await aWallet(database)
  const { orderId, sessionId } = await aCheckout(world, { ...owner, saveCard: true })
  stripe.pay(sessionId, cardNumber)
  await completeOrder(till, orderId, new Date())
  const { paymentIntent } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  const card = await database.savedCard.findFirstOrThrow({ where: { walletId: owner.walletId } })
  return { ...owner, cardId: publicId('card', card.id), paymentMethodId: card.paymentMethodId, paymentIntent: paymentIntent ?? '' }
}

type Visit = { walletId: string; userId: string; email: string; saveCard: boolean; packageName?: string; visitorId?: string | null }

/** A checkout of one's own wallet, open at Stripe. `visitorId`: who is signed in where it is opened. */
export async function aCheckout({ database, till }: AutoTopupWorld, visit: Visit): Promise<{ orderId: string; sessionId: string }> {
  const { walletId, userId, email, saveCard, packageName = 'starter', visitorId = userId } = visit
  const now = new Date()
  const urls = { successUrl: `${walletUrl}/`, cancelUrl: `${walletUrl}/` }
  const purchase = { kind: 'wallet_topup', walletId, packageName, buyerEmail: email, ...urls } as const
  const { orderId } = await startOrder(database, purchase, { now, walletUrl })
  if (saveCard) await agreeToSaveCard(database, { orderId, walletId, userId, now })
  await openCheckout(till, { orderId, walletUrl, buyer: { address: '203.0.113.7', userId: visitorId, proof: null }, now })
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  return { orderId, sessionId: stripeSessionId ?? '' }
}

/** `basic` ($10, credits $8.50) below $5, at most $40 a month, unless said otherwise. */
export function terms({ cardId }: Pick<Rider, 'cardId'>, changes: Partial<AskedTerms> = {}): AskedTerms {
  return { wanted: { packageName: 'basic' }, threshold: dollars('5'), monthMax: dollars('40'), cardId, ...changes }
}

/** Reads the words and agrees to them. */
export async function allow(
  { database }: AutoTopupWorld,
  rider: Rider,
  changes: Partial<AskedTerms> = {},
  now = new Date(),
): Promise<string> {
  const { walletId, userId } = rider
  const wallet = await database.wallet.findUniqueOrThrow({ where: { id: walletId } })
  const asking = { wallet, asked: terms(rider, changes), now }
  const { sentence } = await previewAutoTopup(database, asking)
  await turnOnAutoTopup(database, { ...asking, agreed: sentence, userId, address: '203.0.113.7' })
  return sentence
}

/** What the worker does every few seconds. Answers how many cards it charged. */
export async function tick({ jobs }: AutoTopupWorld, now = new Date()): Promise<number> {
  await followCharges(jobs, now)
  return runAutoTopups(jobs, now)
}

/** The subjects of the mails that went to this rider since the last look. */
export async function mailsTo(world: AutoTopupWorld, { email }: Pick<Rider, 'email'>, now = new Date()) {
  await tellOwners(world.jobs, now)
  const found = world.mails.filter(({ to }) => to === email).map(({ mail }) => mail)
  world.mails.splice(0)
  return found
}

/** Every cent Stripe took from this rider's card by itself. */
export async function takenCents({ database, stripe }: AutoTopupWorld, { walletId }: Pick<Rider, 'walletId'>): Promise<number> {
  const charges = await database.autoTopupCharge.findMany({ where: { walletId } })
  const orders = new Set(charges.map(({ orderId }) => orderId))
  const taken = stripe
    .log()
    .flatMap((entry) => (entry.kind === 'charge' && orders.has(entry.metadata.order ?? '') ? [entry.amountCents] : []))
  return taken.reduce((total, cents) => total + cents, 0)
}

export const chargesOf = ({ database }: AutoTopupWorld, { walletId }: Pick<Rider, 'walletId'>) =>
  database.autoTopupCharge.findMany({ where: { walletId }, orderBy: { createdAt: 'asc' } })

export const statusOf = async ({ database }: AutoTopupWorld, { walletId }: Pick<Rider, 'walletId'>) => {
  const { status, stoppedReason, failures } = await database.autoTopup.findUniqueOrThrow({ where: { walletId } })
  return { status, stoppedReason, failures }
}

/** What is there is spent, as far as anybody who looks for spendable money sees. */
export const putOutOfReach = ({ ledger }: AutoTopupWorld, { walletId }: Pick<Rider, 'walletId'>): Promise<void> =>
  runOut(ledger.url, walletId)

/** A call of this base cost, under way. */
export async function reserve(world: AutoTopupWorld, { walletId }: Pick<Rider, 'walletId'>, base: string) {
  const connectionId = newId()
  const { appId } = world.app
  await world.database.connection.create({ data: { walletId, id: connectionId, mode: 'live', appId, markupBpsAccepted: 1_500 } })
  const held = await call(world, { ...world.app, walletId, connectionId }, base)
  if (held.outcome !== 'held') throw new Error(`the call was refused: ${held.outcome}`)
  return held
}

/** An organization with $5.00 on its balance, which let us keep the card that paid for it. */
export async function anOrganization({ database, till, stripe }: AutoTopupWorld) {
  const { organizationId } = await makeApp(database)
  const { userId } = await database.membership.findFirstOrThrow({ where: { organizationId } })
  const { name: organization } = await database.organization.findUniqueOrThrow({ where: { id: organizationId } })
  const wallet = await database.wallet.findUniqueOrThrow({ where: { mode_organizationId: { mode: 'live', organizationId } } })
  const { email: buyerEmail } = await database.user.findUniqueOrThrow({ where: { id: userId } })
  const urls = { successUrl: 'http://dashboard.localhost/', cancelUrl: 'http://dashboard.localhost/' }
  const credit = { creditMicrocents: dollars('5'), buyerEmail }
  const now = new Date()
  const purchase = { kind: 'organization_topup', organizationId, walletId: wallet.id, ...credit, ...urls } as const
  const { orderId } = await startOrder(database, purchase, { now, walletUrl })
  await agreeToSaveCard(database, { orderId, walletId: wallet.id, userId, now })
  await openCheckout(till, { orderId, walletUrl, buyer: { address: null, userId: null, proof: null }, now })
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  stripe.pay(stripeSessionId ?? '')
  await completeOrder(till, orderId, now)
  const card = await database.savedCard.findFirstOrThrow({ where: { walletId: wallet.id } })
  return { organizationId, organization, wallet, userId, cardId: publicId('card', card.id) }
}
