// One day of the soak, from people paying for calls to the night in which clocks jump and banks work.
import { matureEarnings } from '../../packages/billing/src/earnings/mature-earnings.ts'
import { refreshPayoutAccount } from '../../packages/billing/src/payout-accounts/refresh-payout-account.ts'
import { releaseEarningsHold } from '../../packages/billing/src/payouts/earnings-holds.ts'
import { resolveUnknownPayouts } from '../../packages/billing/src/payouts/resolve-unknown-payouts.ts'
import { sweepStripe } from '../../packages/billing/src/topups/sweep-stripe.ts'
import { microcents } from '../../packages/money/src/index.ts'
import { type BankTrouble, meetAfterwards, refuseAtBanks } from './afterwards.ts'
import { between, chance } from './chance.ts'
import { decide, release } from './decide.ts'
import { type Developer, swapBank } from './developers.ts'
import type { Fate, Fates } from './fates.ts'
import { earn, type Price } from './payers.ts'
import { runPayoutsBadly } from './payout-runs.ts'
import { sendAll } from './send.ts'
import { count, type SoakWorld } from './soak-world.ts'
import { workerJob } from './worker-job.ts'

/** What is known of payouts from day to day. */
export type Soak = {
  developers: Developer[]
  price: Price
  fates: Fates
  /** Each payout meets its fate once, at each station. */
  known: Map<string, Fate & { developer: Developer; isDecided: boolean; isSent: boolean; isDone: boolean }>
  /** How many payouts of each developer were seen. */
  seen: Map<number, number>
  bankTroubles: BankTrouble[]
  /** People do not come to these any more: what waits for them is left waiting. */
  isAbandoned: (developer: Developer) => boolean
}

const HOUR_SECONDS = 3_600

export async function liveADay(world: SoakWorld, soak: Soak, day: number): Promise<void> {
  const random = chance(world.seed, 'day', day)
  await earn(world, soak.price, earningsOf(world, soak, day))
  await workerJob(world, 'mature earnings', () => matureEarnings(world.database, world.now()))
  await workerJob(world, 'sweep stripe', () => sweepStripe(world.till, world.now()))
  await reportUnhandled(world)
  await runPayoutsBadly(world, { isKilled: day % 4 === 1 })
  orderWebhookTrouble(world, random, soak.developers.length)
  if (day % 4 === 0) await knockAtTheDoor(world, day)
  await decideAll(world, soak)
  await send(world, soak, { isKilled: day % 4 === 2 })
  await meetAll(world, soak)
  const isNightLong = day % 3 === 0
  if (!isNightLong) await resolveInTrouble(world, random)
  await sleep(world, isNightLong ? 26 + between(random, 0, 50) : 24)
  await morning(world, soak)
}

/** The last days: nobody earns, and nothing goes wrong any more. */
export async function liveAQuietDay(world: SoakWorld, soak: Soak): Promise<void> {
  await workerJob(world, 'sweep stripe', () => sweepStripe(world.till, world.now()))
  await decideAll(world, soak)
  await send(world, soak, { isKilled: false })
  await resolveUnknown(world)
  await sleep(world, 26)
  await morning(world, soak)
}

function earningsOf(world: SoakWorld, { developers }: Soak, day: number) {
  return developers.map((developer) => {
    const random = chance(world.seed, 'earning', developer.number, day)
    const share = random()
    // $1.05 to $6, most of them small, and never whole cents.
    const markupMicrocents = microcents(BigInt(105_000_000 + Math.floor(share * share * 495_000_000)))
    return { developer, markupMicrocents }
  })
}

/** Payouts meet what is in store for them, in the order in which they were made. */
async function meetNew({ database }: SoakWorld, { developers, known, seen, fates }: Soak): Promise<void> {
  const byOrganization = new Map(developers.map((developer) => [developer.organizationId, developer]))
  const payouts = await database.payout.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, organizationId: true },
  })
  for (const { id, organizationId } of payouts) {
    const developer = byOrganization.get(organizationId)
    if (!developer || known.has(id)) continue
    const place = seen.get(developer.number) ?? 0
    seen.set(developer.number, place + 1)
    known.set(id, { ...fates(developer.number, place), developer, isDecided: false, isSent: false, isDone: false })
  }
}

async function decideAll(world: SoakWorld, soak: Soak): Promise<void> {
  await meetNew(world, soak)
  const waiting = await world.database.payout.findMany({ where: { status: 'in_review' }, orderBy: { createdAt: 'asc' } })
  await inTurns(waiting, async (payout) => {
    const known = soak.known.get(payout.id)
    if (!known || soak.isAbandoned(known.developer)) return
    const fate = known.isDecided ? 'approve' : known.decision
    known.isDecided = true
    await decide(world, payout, fate)
  })
}

async function send(world: SoakWorld, soak: Soak, worker: { isKilled: boolean }): Promise<void> {
  await meetNew(world, soak)
  const approved = await world.database.payout.findMany({ where: { status: 'approved' }, orderBy: { createdAt: 'asc' } })
  const sendings = approved.flatMap(({ id: payoutId }) => {
    const known = soak.known.get(payoutId)
    if (!known) return []
    const fate = known.isSent ? ('plain' as const) : known.sending
    known.isSent = true
    return [{ payoutId, developer: known.developer, fate }]
  })
  await sendAll(world, sendings, worker)
}

async function meetAll(world: SoakWorld, soak: Soak): Promise<void> {
  const sent = await world.database.payout.findMany({ where: { status: 'sent' }, orderBy: { createdAt: 'asc' } })
  for (const payout of sent) {
    const known = soak.known.get(payout.id)
    if (!known || known.isDone) continue
    known.isDone = true
    soak.bankTroubles.push(...(await meetAfterwards(world, { payout, developer: known.developer, fate: known.after })))
  }
}

/** The reconciler, too, meets a Stripe that loses answers. */
async function resolveInTrouble(world: SoakWorld, random: () => number): Promise<void> {
  world.stripe.advance(6 * 60)
  if (random() < 0.5) world.stripe.faults.set({ api: { next: 2, path: '/v1/transfers', method: 'POST', how: 'drop' } })
  await Promise.all([resolveUnknown(world), resolveUnknown(world)])
  world.stripe.faults.set({ api: [] })
}

/** The clock jumps: bank payouts leave and arrive on the way, and after 24 hours Stripe has forgotten its keys. */
async function sleep(world: SoakWorld, hours: number): Promise<void> {
  await reportUnhandled(world)
  world.stripe.faults.set({ webhooks: { failNext: 0, dropNext: 0, duplicateNext: 0, reorderNext: 0, delayMs: 0, type: '' } })
  world.stripe.advance(hours * HOUR_SECONDS)
  if (hours > 24) count(world, 'clock jumps past Stripe’s memory of keys')
  await reportUnhandled(world)
  await resolveUnknown(world)
}

/** What went wrong yesterday is put right: banks, accounts and holds; people look at what is held. */
async function morning(world: SoakWorld, soak: Soak): Promise<void> {
  const { database, stripe, till, operators } = world
  soak.bankTroubles = await refuseAtBanks(world, soak.bankTroubles)
  await reportUnhandled(world)
  const accounts = new Map((await database.payoutAccount.findMany()).map((account) => [account.organizationId, account]))
  for (const developer of soak.developers) {
    const account = accounts.get(developer.organizationId)
    if (!account) continue
    const hasRefused = JSON.stringify(account.requirements).includes('payout_methods')
    if (hasRefused) swapBank(world, developer)
    if (hasRefused || account.transfersStatus !== 'active') {
      stripe.connect.clear(developer.stripeAccountId)
      await refreshPayoutAccount({ database, moneyOut: till.stripe.moneyOut }, developer.organizationId, world.now())
    }
  }
  for (const { id: holdId } of await database.earningsHold.findMany({ where: { releasedAt: null } })) {
    await releaseEarningsHold(database, { holdId, operator: operators[1], note: 'All is well.', now: world.now() })
  }
  for (const { id } of await database.payout.findMany({ where: { status: 'held' } })) {
    const known = soak.known.get(id)
    if (known && !soak.isAbandoned(known.developer)) await release(world, id)
  }
}

const resolveUnknown = (world: SoakWorld) =>
  workerJob(world, 'resolve unknown payouts', () => resolveUnknownPayouts(world.desk, world.now()))

function orderWebhookTrouble({ stripe }: SoakWorld, random: () => number, developers: number): void {
  const many = between(random, 2, 2 + Math.ceil(developers / 2))
  const troubles = [
    { dropNext: many, type: 'transfer' },
    { dropNext: many },
    { duplicateNext: many * 2 },
    { failNext: many },
    { reorderNext: many },
    { delayMs: 60 },
  ]
  const webhooks = troubles[between(random, 0, troubles.length - 1)]
  if (webhooks) stripe.faults.set({ webhooks })
}

/** An event, properly signed, of a transfer that Stripe does not know. */
async function knockAtTheDoor(world: SoakWorld, day: number): Promise<void> {
  const object = { id: `tr_nobody_${day}`, object: 'transfer', amount: 5_000 }
  const event = { id: `evt_nobody_${day}`, object: 'event', type: 'transfer.created', livemode: false, created: world.stripe.nowSeconds() }
  const status = await world.doors.knock({ ...event, data: { object } })
  if (status !== 200) world.surprises.push(`The door answered ${status} to a signed event.`)
  count(world, 'webhook: of a transfer that Stripe does not know')
}

async function reportUnhandled(world: SoakWorld): Promise<void> {
  for (const stuck of await world.inbox.empty()) if (!world.surprises.includes(stuck)) world.surprises.push(stuck)
}

const AT_ONCE = 8

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += AT_ONCE) await Promise.all(items.slice(at, at + AT_ONCE).map(work))
}
