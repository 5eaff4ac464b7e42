// For tests of money out: developers whose users really paid at the Stripe stand-in, their accounts there, and time that can pass.
import { type Database, newId } from '@farebox/db'
import { Holds } from '@farebox/ledger/holds'
import { foldAll, holdRequest } from '@farebox/ledger/testing'
import { least, type Microcents, microcents } from '@farebox/money'
import { matureEarnings } from '../earnings/mature-earnings.ts'
import { beginOnboarding } from '../payout-accounts/begin-onboarding.ts'
import { refreshPayoutAccount } from '../payout-accounts/refresh-payout-account.ts'
import { createPayout } from '../payouts/create-payout.ts'
import { aloneWith } from '../payouts/money-out.ts'
import { reviewPayout } from '../payouts/review-payout.ts'
import { handleStripeEvent } from '../topups/handle-stripe-event.ts'
import { storeStripeEvent } from '../topups/store-stripe-event.ts'
import { type ReconciliationWorld, reconciliationWorld } from './reconciliation-world.ts'
import { makeApp, makeKey, type WorldApp } from './world.ts'

export type PayoutWorld = ReconciliationWorld & { holds: Holds }

export type PaidDeveloper = WorldApp & { userId: string; apiKeyId: string; stripeAccountId: string }

const DAY_MS = 86_400_000
/** When earnings of today are available, and payouts run. */
export const inAWeek = (days = 7) => new Date(Date.now() + days * DAY_MS)

export async function payoutWorld(): Promise<PayoutWorld> {
  const world = await reconciliationWorld()
  const holds = new Holds(world.ledger.url, { lanesMax: 1 })
  const stop = async () => {
    await holds.end()
    await world.stop()
  }
  return { ...world, holds, stop }
}

/** An organization with one app, and an account at Stripe that may receive. */
export async function aPaidDeveloper(world: PayoutWorld, { markupBps = 5_000, onboarded = true } = {}): Promise<PaidDeveloper> {
  const { database, stripe, till } = world
  const app = await makeApp(database, { markupBps })
  const { userId } = await database.membership.findFirstOrThrow({ where: { organizationId: app.organizationId } })
  const { id: apiKeyId } = await makeKey(database, app)
  const { email } = await database.user.findUniqueOrThrow({ where: { id: userId } })
  const now = new Date()
  const desk = { database, moneyOut: till.stripe.moneyOut }
  const urls = { returnUrl: 'http://dashboard.localhost:3000/payouts', refreshUrl: 'http://dashboard.localhost:3000/payouts' }
  await beginOnboarding(desk, { organizationId: app.organizationId, userId, email, country: 'US', ...urls, now })
  const { stripeAccountId } = await database.payoutAccount.findUniqueOrThrow({ where: { organizationId: app.organizationId } })
  if (onboarded) {
    stripe.connect.onboard(stripeAccountId)
    await refreshPayoutAccount(desk, app.organizationId, now)
  }
  return { ...app, userId, apiKeyId, stripeAccountId }
}

/** What one user of the `pro` package can pay as markup of 50 %. */
const MARKUP_OF_ONE = microcents(1_550_000_000n)

/** Users buy packages and call until the developer has earned exactly this. Answers who paid. */
export async function earn(
  world: PayoutWorld,
  developer: PaidDeveloper,
  markupMicrocents: Microcents,
): Promise<{ paymentIntent: string; walletId: string }[]> {
  const payers = []
  for (let left = markupMicrocents; left > 0n; ) {
    const part = least(left, MARKUP_OF_ONE)
    const payer = await world.aPaidOrder('pro')
    await aCallOf(world, developer, { walletId: payer.walletId, markupMicrocents: part })
    payers.push(payer)
    left = microcents(left - part)
  }
  return payers
}

/** A call whose markup is exactly this, at the developer's markup. */
export async function aCallOf(
  { database, holds }: PayoutWorld,
  developer: PaidDeveloper,
  { walletId, markupMicrocents }: { walletId: string; markupMicrocents: Microcents },
): Promise<void> {
  const { organizationId, appId, apiKeyId, markupBps } = developer
  const connection = await database.connection.findUnique({ where: { appId_walletId: { appId, walletId } } })
  const connectionId = connection?.id ?? newId()
  if (!connection)
    await database.connection.create({ data: { walletId, id: connectionId, mode: 'live', appId, markupBpsAccepted: markupBps } })
  const baseMicrocents = microcents((markupMicrocents * 10_000n) / BigInt(markupBps))
  const request = holdRequest({ organizationId, appId, apiKeyId, walletId, connectionId, ...(await aPrice(database)) }, baseMicrocents)
  const answer = await holds.open(request)
  if (answer.outcome !== 'held') throw new Error(`the call was refused: ${answer.outcome}`)
  const cost = { baseMicrocents, costMicrocents: baseMicrocents, usage: {}, outcome: 'complete' }
  await holds.settle({ holdId: answer.holdId, walletId, resolution: 'settled', ...cost })
}

async function aPrice(database: Database): Promise<{ providerId: string; priceVersionId: string }> {
  const known = await database.priceVersion.findFirst({ where: { model: 'test-model' } })
  if (known) return { providerId: known.providerId, priceVersionId: known.id }
  const [providerId, priceVersionId] = [newId(), newId()]
  await database.provider.create({ data: { id: providerId, name: `provider-${providerId}` } })
  await database.priceVersion.create({
    data: { id: priceVersionId, model: 'test-model', providerId, startsAt: new Date(0), source: 'test' },
  })
  return { providerId, priceVersionId }
}

/** A week passes, for Stripe too: what was earned is available, and so is our balance there. */
export async function aWeekPasses({ database, stripe }: PayoutWorld, now: Date = inAWeek()): Promise<void> {
  await foldAll(database)
  await matureEarnings(database, now)
  stripe.advance(8 * 86_400)
}

/** Only these rules are asked; none, if none is named. */
export async function onlyRules({ database }: PayoutWorld, ...names: string[]): Promise<void> {
  await database.riskRule.updateMany({ data: { enabled: false } })
  await database.riskRule.updateMany({ where: { name: { in: names } }, data: { enabled: true } })
}

/** From here two operators must agree. */
export async function twoOperatorsFrom({ database }: PayoutWorld, cents: number): Promise<void> {
  const value = { minimumCents: 1_000, twoOperatorsFromCents: cents }
  await database.setting.upsert({ where: { name: 'payouts' }, create: { name: 'payouts', value }, update: { value } })
}

/** Every event that speaks of this account or payment and that our doors have not seen is stored and handled; with `again`, all of them. */
export async function deliverEvents(
  { database, stripe, till }: PayoutWorld,
  about: string,
  { now, again = false }: { now: Date; again?: boolean },
): Promise<void> {
  const events = [...stripe.events(), ...stripe.thinEvents()].filter((event) => JSON.stringify(event).includes(about))
  for (const event of events) {
    const createdAt = typeof event.created === 'number' ? new Date(event.created * 1_000) : new Date(event.created)
    const isNew = await storeStripeEvent(database, { id: event.id, type: event.type, livemode: false, createdAt, payload: event }, now)
    if (again) await database.stripeEvent.update({ where: { id: event.id }, data: { status: 'stored' } })
    if (isNew || again) await handleStripeEvent(till, event.id, now)
  }
}

/** Where an organization's live earnings are. */
export async function earningsOf({ database }: PayoutWorld, { organizationId }: { organizationId: string }) {
  const accounts = await database.account.findMany({ where: { mode: 'live' } })
  const of = (kind: string, id: string) => accounts.find((account) => account.kind === kind && account.id === id)?.balanceMicrocents ?? 0n
  const payouts = await database.payout.findMany({ where: { organizationId }, select: { id: true } })
  return {
    available: of('earnings_available', organizationId),
    held: of('earnings_held', organizationId),
    owed: of('organization_receivable', organizationId),
    reserved: payouts.reduce((total, { id }) => total + of('payout', id), 0n),
  }
}

/** Every cent that Stripe moved to the developer and did not take back. */
export function receivedCents({ stripe }: PayoutWorld, { stripeAccountId }: PaidDeveloper): number {
  const transfers = stripe.log().flatMap((entry) => (entry.kind === 'transfer' && entry.accountId === stripeAccountId ? [entry] : []))
  return transfers.reduce((total, { amountCents }) => total + amountCents, 0)
}

/** A developer with one approved payout of this amount, which no rule looked at. */
export async function anApprovedPayout(world: PayoutWorld, markupMicrocents: Microcents, now: Date = inAWeek()): Promise<ApprovedPayout> {
  await onlyRules(world)
  const developer = await aPaidDeveloper(world)
  const payers = await earn(world, developer, markupMicrocents)
  await aWeekPasses(world, now)
  const { organizationId } = developer
  const made = await aloneWith(world.database, organizationId, (moneyOut) => createPayout(moneyOut, { organizationId, runId: null, now }))
  if (!('payoutId' in made)) throw new Error(`no payout: ${made.passedOver}`)
  await reviewPayout(world.database, { id: made.payoutId, organizationId }, now)
  return { developer, payers, payoutId: made.payoutId }
}

export type ApprovedPayout = { developer: PaidDeveloper; payers: { paymentIntent: string; walletId: string }[]; payoutId: string }

/** A call to Stripe's own API, as somebody with our key would make it. Answers what Stripe says. */
export async function atStripe({ stripe }: PayoutWorld, path: string, parameters: Record<string, string>): Promise<{ id: string }> {
  const response = await fetch(`${stripe.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_farebox', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters),
  })
  const answer: { id: string } = await response.json()
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer
}
