// One round: everybody spends and does something at once, while calls and webhooks fail; then all comes to rest.
import { followCharges } from '../../packages/billing/src/auto-topups/follow-charges.ts'
import { runAutoTopups } from '../../packages/billing/src/auto-topups/run-auto-topups.ts'
import { followDebts } from '../../packages/billing/src/debts/follow-debts.ts'
import { followDisputes } from '../../packages/billing/src/disputes/follow-disputes.ts'
import { matureEarnings } from '../../packages/billing/src/earnings/mature-earnings.ts'
import { followPayments } from '../../packages/billing/src/payments/follow-payments.ts'
import { refreshPayoutAccount } from '../../packages/billing/src/payout-accounts/refresh-payout-account.ts'
import { resolveUnknownPayouts } from '../../packages/billing/src/payouts/resolve-unknown-payouts.ts'
import { runPayouts } from '../../packages/billing/src/payouts/run-payouts.ts'
import { sendApprovedPayouts } from '../../packages/billing/src/payouts/send-approved-payouts.ts'
import { runReconciliation } from '../../packages/billing/src/reconciliation/run-reconciliation.ts'
import { sendRefunds } from '../../packages/billing/src/refunds/send-refunds.ts'
import { returnServiceMoney } from '../../packages/billing/src/services/return-service-money.ts'
import { sweepStripe } from '../../packages/billing/src/topups/sweep-stripe.ts'
import { between, chance } from '../payouts-soak/chance.ts'
import { decide, release } from '../payouts-soak/decide.ts'
import { swapBank } from '../payouts-soak/developers.ts'
import { takeBack } from '../payouts-soak/our-bank.ts'
import { count, type SoakWorld } from '../payouts-soak/soak-world.ts'
import { workerJob } from '../payouts-soak/worker-job.ts'
import { doSomething } from './deeds.ts'
import { type Indebted, liveInDebt } from './indebted.ts'
import { aCall, type Person } from './people.ts'
import { sideBusiness } from './side.ts'
import type { StripeSoak } from './stripe-soak-world.ts'

const HOUR_SECONDS = 3_600
const AT_ONCE = 6
const DAY_SECONDS = 86_400
const PAYOUTS_EVERY = 2

export type Folk = { people: readonly Person[]; indebted: readonly Indebted[] }

/** In one round the cards pay by themselves, in the next their owners do something. */
type RoundKind = { isOfCards: boolean }

export async function liveARound(soak: StripeSoak, { people, indebted }: Folk, round: number): Promise<void> {
  const { world } = soak
  const random = chance(world.seed, 'round', round)
  await atOnce(world, people, async (person) => {
    const own = chance(world.seed, 'person', person.number, round)
    for (let calls = between(own, 0, 2); calls > 0; calls--) if (await aCall(soak, person, own)) soak.steps += 1
  })
  if (round > 0) await sideBusiness(soak, round)
  await liveInDebt(soak, indebted, round)
  orderTrouble(soak, random, people.length)
  // A card that pays by itself is a second purchase of the round: whether it repays what an unheard refund left owing is then luck.
  const isOfCards = round % 2 === 1
  const free = people.filter(({ hasAutoTopup }) => !(hasAutoTopup && isOfCards))
  await atOnce(world, free, (person) => doSomething(soak, person, chance(world.seed, 'deed', person.number, round)))
  await jobsInTrouble(soak, { isOfCards })
  await comeToRest(soak, { isOfCards })
  if (round % PAYOUTS_EVERY === PAYOUTS_EVERY - 1) await payOut(soak, random)
  world.stripe.advance(between(random, 1, 5) * HOUR_SECONDS)
}

async function atOnce<Item>(world: SoakWorld, items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE) await Promise.all(items.slice(from, from + AT_ONCE).map(safely))

  async function safely(item: Item): Promise<void> {
    await work(item).catch((cause: unknown) =>
      world.surprises.push(`Somebody’s deed failed: ${cause instanceof Error ? cause.message : cause}`),
    )
  }
}

/** Webhooks are lost, late, twice, in the wrong order; calls fail before or after they were done, and answers never come. */
function orderTrouble({ world: { stripe } }: StripeSoak, random: () => number, people: number): void {
  const many = between(random, 1, Math.ceil(people / 3))
  const troubles = [
    { dropNext: many * 4 },
    { dropNext: many * 2, duplicateNext: many * 2 },
    { dropNext: many * 2, type: 'charge.' },
    { failNext: many * 3 },
    { reorderNext: many * 3 },
    { delayMs: 80 },
    { duplicate: true, delayMs: 20 },
  ]
  const webhooks = troubles[between(random, 0, troubles.length - 1)] ?? {}
  const fault = (path: string, method: 'GET' | 'POST', hows: readonly (typeof kinds)[number][]) => ({
    ...{ next: between(random, 0, 3), path, method, how: hows[between(random, 0, hows.length - 1)] ?? 'drop' },
  })
  const api = [
    fault('/v1/refunds', 'POST', kinds),
    fault('/v1/payment_intents', 'POST', kinds),
    fault('/v1/payment_intents', 'GET', ['before', 'drop']),
    fault('/v1/disputes', 'GET', ['before', 'rate-limit']),
    fault('/v1/refunds', 'GET', ['before', 'drop']),
    fault('/v1/checkout', 'POST', ['drop', 'in-use', 'rate-limit']),
  ]
  stripe.faults.set({ webhooks, api, disputes: { isFeeReturned: random() < 0.3 } })
}

const kinds = ['before', 'after', 'drop', 'drop-before', 'hang', 'hang-before', 'rate-limit', 'in-use', 'poison'] as const

/** The worker's jobs run while calls fail; what they could not do they do again. */
async function jobsInTrouble({ world, till }: StripeSoak, { isOfCards }: RoundKind): Promise<void> {
  const desk = { ...world.desk, ...till, walletUrl: 'http://wallet.localhost:3001', dashboardUrl: 'http://dashboard.localhost:3000' }
  const results = await Promise.allSettled([
    sendRefunds(desk, world.now()),
    sendRefunds(desk, world.now()),
    ...(isOfCards ? [runAutoTopups(desk, world.now())] : []),
    followPayments(till, world.now()),
  ])
  count(world, 'job failed in trouble, and comes again', results.filter(({ status }) => status === 'rejected').length)
}

/** Nothing goes wrong any more: everything Stripe has done is heard of, or found by the sweep. */
async function comeToRest(soak: StripeSoak, { isOfCards }: RoundKind): Promise<void> {
  const { world, till } = soak
  const { disputes } = world.stripe.faults.now
  world.stripe.faults.reset()
  world.stripe.faults.set({ balanceTransactionDelayMs: 0, disputes })
  const desk = { ...world.desk, ...till, walletUrl: 'http://wallet.localhost:3001', dashboardUrl: 'http://dashboard.localhost:3000' }
  for (const minutes of [0, 6]) {
    if (minutes > 0) world.stripe.advance(minutes * 60)
    await heard(soak)
    await workerJob(world, 'send refunds', () => sendRefunds(desk, world.now()))
    if (isOfCards) await workerJob(world, 'run auto top-ups', () => runAutoTopups(desk, world.now()))
    await workerJob(world, 'follow charges', () => followCharges(desk, world.now()))
    await workerJob(world, 'follow payments', () => followPayments(till, world.now()))
    await workerJob(world, 'follow debts', () => followDebts(world.database))
    await workerJob(world, 'follow disputes', () => followDisputes(world.database, world.now()))
    await workerJob(world, 'sweep stripe', () => sweepStripe(till, world.now()))
    await workerJob(world, 'return service money', () => returnServiceMoney(world.database))
  }
  await heard(soak)
}

async function heard({ world }: StripeSoak): Promise<void> {
  for (const stuck of await world.inbox.empty()) if (!world.surprises.includes(stuck)) world.surprises.push(stuck)
}

/** What matured is paid out, half of the transfers with a lost answer. Then it is the next day: there is one run a day. */
async function payOut(soak: StripeSoak, random: () => number): Promise<void> {
  const { world, till } = soak
  await someChangeBanks(soak, random)
  await workerJob(world, 'mature earnings', () => matureEarnings(world.database, world.now()))
  const run = await workerJob(world, 'run payouts', () => runPayouts(world.desk, world.now()))
  if (run && run.outcome !== 'finished') world.surprises.push(`A run ${run.outcome}: ${run.reason}`)
  for (const { id } of await world.database.payout.findMany({ where: { status: 'held' } })) await release(world, id).catch(() => undefined)
  for (const payout of await world.database.payout.findMany({ where: { status: 'in_review' } }))
    await decide(world, payout, random() < 0.4 ? 'reject' : 'approve')
  if (random() < 0.5) world.stripe.faults.set({ api: { next: 2, path: '/v1/transfers', method: 'POST', how: 'drop' } })
  await workerJob(world, 'send approved payouts', () => sendApprovedPayouts(till, world.now()))
  world.stripe.faults.set({ api: [] })
  const sent = await world.database.payout.findMany({ where: { status: 'sent' }, orderBy: { createdAt: 'desc' }, take: 8 })
  for (const { stripeTransferId } of sent)
    if (stripeTransferId && random() < 0.7) await takeBack(world, stripeTransferId, between(random, 1, 60))
  await workerJob(world, 'reconcile with stripe', () => runReconciliation(world.desk, { trigger: 'daily', now: world.now() }))
  world.stripe.advance(360)
  await workerJob(world, 'resolve unknown payouts', () => resolveUnknownPayouts(world.desk, world.now()))
  await heard(soak)
  world.stripe.advance(DAY_SECONDS)
}

/** A person looks at the next payout of each. */
async function someChangeBanks({ world, till, developers }: StripeSoak, random: () => number): Promise<void> {
  const desk = { database: world.database, moneyOut: till.stripe.moneyOut }
  for (const developer of developers) {
    if (random() < 0.6) continue
    swapBank(world, developer)
    await workerJob(world, 'read a payout account', () => refreshPayoutAccount(desk, developer.organizationId, world.now()))
  }
}
