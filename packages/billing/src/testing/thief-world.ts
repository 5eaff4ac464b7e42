// For tests against thieves: buyers with a network address and a card number, and Stripe's news of declined cards as our inbox gets them.
import type { Prisma } from '@farebox/db'
import { asAppError } from '@farebox/errors'
import { type ProofEffort, proofChallenge } from '../risk/proof-of-work.ts'
import type { RiskSettings } from '../risk/risk-settings.ts'
import { completeOrder } from '../topups/complete-order.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { openCheckout } from '../topups/open-checkout.ts'
import { startOrder } from '../topups/start-order.ts'
import { storeStripeEvent } from '../topups/store-stripe-event.ts'
import { aWallet, type TopUpWorld, walletUrl } from './top-up-world.ts'

export const PROOF_SECRET = 'a secret of the wallet, for puzzles only'
const easy: ProofEffort = { cost: 1, counterLeast: 1, counterMost: 5 }

export type Person = { walletId: string; email: string; address: string }

/** Somebody new with a wallet of their own. */
export async function somebody({ database }: TopUpWorld, { address = '198.51.100.20', email = '' } = {}): Promise<Person> {
  const wallet = await aWallet(database)
  return { walletId: wallet.walletId, email: email || wallet.email, address }
}

export type Begun = { orderId: string; sessionId: string; refused: string | null }
type Asking = { packageName?: string; proof?: string | null; now?: Date; orderId?: string }

/** Begins a purchase and presses pay. `refused`: the code of the refusal. */
export async function begin(
  world: TopUpWorld,
  person: Person,
  { packageName = 'starter', proof = null, now = new Date(), orderId: given }: Asking = {},
): Promise<Begun> {
  const { database } = world
  const { walletId, email: buyerEmail, address } = person
  const urls = { successUrl: `${walletUrl}/`, cancelUrl: `${walletUrl}/` }
  const purchase = { kind: 'wallet_topup', walletId, packageName, buyerEmail, ...urls } as const
  const orderId = given ?? (await startOrder(database, purchase, { now, walletUrl })).orderId
  const till = { ...world.till, proofSecret: PROOF_SECRET }
  try {
    await openCheckout(till, { orderId, walletUrl, buyer: { address, userId: null, proof }, now })
  } catch (cause) {
    return { orderId, sessionId: '', refused: asAppError(cause).code }
  }
  const { stripeSessionId } = await database.order.findUniqueOrThrow({ where: { id: orderId } })
  return { orderId, sessionId: stripeSessionId ?? '', refused: null }
}

/** Begins and pays. Answers what became of the order. */
export async function buy(world: TopUpWorld, person: Person, cardNumber = '4242424242424242') {
  const { orderId, sessionId, refused } = await begin(world, person)
  if (refused) return refused
  world.stripe.pay(sessionId, cardNumber)
  return completeOrder(world.till, orderId, new Date())
}

/** A card is tried and declined, so many times, and we hear of it. */
export async function declined(world: TopUpWorld, { sessionId, orderId }: Begun, times = 1): Promise<void> {
  const before = new Set(world.stripe.events().map(({ id }) => id))
  for (let time = 0; time < times; time += 1) {
    await fetch(`${world.stripe.url}/control/sessions/${sessionId}/pay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ card: '4000000000000002' }),
    })
  }
  const news = world.stripe.events().filter((event) => event.type === 'charge.failed' && !before.has(event.id))
  if (news.length !== times) throw new Error(`Stripe told of ${news.length} declined cards of order ${orderId}`)
  for (const event of news) await hear(world, event)
}

export async function hear({ database, till }: TopUpWorld, event: { id: string; type: string; created: number }): Promise<void> {
  const stored = { id: event.id, type: event.type, livemode: false, createdAt: new Date(event.created * 1_000), payload: event }
  await storeStripeEvent(database, stored, new Date())
  await handleStripeEvent(till, event.id, new Date())
}

/** What the page's widget would be given, made easy. */
export const challengeFor = (orderId: string, now = new Date()) => proofChallenge({ secret: PROOF_SECRET, orderId, now }, easy)

/** The setting `risk` while something is done. */
export async function withRisk<Done>({ database }: TopUpWorld, settings: Partial<RiskSettings>, act: () => Promise<Done>): Promise<Done> {
  const value: Prisma.InputJsonObject = settings
  await database.setting.upsert({ where: { name: 'risk' }, create: { name: 'risk', value }, update: { value } })
  try {
    return await act()
  } finally {
    await database.setting.delete({ where: { name: 'risk' } })
  }
}
