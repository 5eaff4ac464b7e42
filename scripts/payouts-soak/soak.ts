// The whole soak: a world is opened, days pass in which everything goes wrong, it comes to rest, and its books are held against the model.

import { openBreaks } from '../../packages/billing/src/reconciliation/found-break.ts'
import { runReconciliation } from '../../packages/billing/src/reconciliation/run-reconciliation.ts'
import { reconcile } from '../../packages/ledger/src/reconcile.ts'
import { type Books, readBooks } from './books.ts'
import { aDeveloper, type Developer } from './developers.ts'
import { disagreements } from './disagreements.ts'
import { dealFates } from './fates.ts'
import { truthOf } from './model.ts'
import { aPrice } from './payers.ts'
import { liveADay, liveAQuietDay, type Soak } from './soak-day.ts'
import { openSoakWorld, type SoakWorld } from './soak-world.ts'

export type SoakOrder = {
  /** An empty, migrated database, as the owner of its tables. */
  url: string
  seed: number
  payouts: number
  onProgress?: (line: string) => void
}

export type SoakResult = {
  payouts: number
  disagreements: string[]
  counts: Record<string, number>
  statuses: Record<string, number>
  attempts: Record<string, number>
  /** As the stand-in logged them. */
  faults: Record<string, number>
  transfers: number
  days: number
}

const DAYS_MAX = 60
const QUIET_DAYS = 4
const SURPRISES_MAX = 10
const DEVELOPERS_LEAST = 14
const PAYOUTS_EACH = 16
const WEEK_SECONDS = 8 * 86_400

export async function soakPayouts({ url, seed, payouts, onProgress = () => {} }: SoakOrder): Promise<SoakResult> {
  const world = await openSoakWorld({ url, seed })
  try {
    const soak = await settleIn(world, payouts)
    const days = await liveUntil(world, soak, { payouts, onProgress })
    await comeToRest(world, soak)
    return await compare(world, soak, days)
  } finally {
    await world.stop()
  }
}

async function settleIn(world: SoakWorld, payouts: number): Promise<Soak> {
  const developers: Developer[] = []
  const many = Math.max(DEVELOPERS_LEAST, Math.ceil(payouts / PAYOUTS_EACH))
  for (let number = 0; number < many; number++) developers.push(await aDeveloper(world, number))
  // Payments of users count two days later: until then the payouts are made from what our bank sent to Stripe.
  world.stripe.connect.addBalance(many * 5_000)
  // What is charged on the database's day has waited out its week on the stand-in's.
  world.stripe.advance(WEEK_SECONDS)
  const none = { known: new Map(), seen: new Map(), bankTroubles: [], isAbandoned: () => false }
  return { developers, price: await aPrice(world), fates: dealFates(world.seed), ...none }
}

async function liveUntil(
  world: SoakWorld,
  soak: Soak,
  { payouts, onProgress }: Required<Pick<SoakOrder, 'payouts' | 'onProgress'>>,
): Promise<number> {
  for (let day = 0; day < DAYS_MAX; day++) {
    const made = await world.database.payout.count()
    // With books that are broken no run makes payouts any more: enough is known.
    if (made >= payouts || world.surprises.length > SURPRISES_MAX) return day
    onProgress(`day ${day}: ${made} payouts so far`)
    await liveADay(world, soak, day)
  }
  world.surprises.push(`${DAYS_MAX} days were not enough for ${payouts} payouts.`)
  return DAYS_MAX
}

/** Some payouts are left to wait for a person, so that this is seen, too. */
async function comeToRest(world: SoakWorld, soak: Soak): Promise<void> {
  world.stripe.faults.reset()
  world.stripe.faults.set({ balanceTransactionDelayMs: 0 })
  soak.isAbandoned = ({ number }) => number % 9 === 4
  for (let day = 0; day < QUIET_DAYS; day++) await liveAQuietDay(world, soak)
  const run = await runReconciliation(world.desk, { trigger: 'daily', now: world.now() })
  if (run.outcome !== 'proven') world.surprises.push(`The reconciliation with Stripe is ${run.outcome}.`)
  for (const { explanation } of await openBreaks(world.database, { severity: 'money' })) world.surprises.push(explanation)
  for (const { number, says, breaks } of await reconcile(world.database)) {
    if (breaks.length > 0) world.surprises.push(`Invariant ${number} (${says}) is broken: ${JSON.stringify(breaks.slice(0, 3))}`)
  }
}

async function compare(world: SoakWorld, { developers }: Soak, days: number): Promise<SoakResult> {
  const log = world.stripe.log()
  const truth = truthOf(log)
  const books = await readBooks(world.url)
  const notebook = developers.map(({ organizationId, stripeAccountId: accountId, earnedMicrocents }) => ({
    ...{ organizationId, accountId, earnedMicrocents },
  }))
  const { availableCents, pendingCents } = await world.till.stripe.moneyOut.balance()
  const answered = BigInt(availableCents + pendingCents)
  const balance =
    answered === truth.balanceCents ? [] : [`Stripe answers a balance of ${answered} cents; its log adds up to ${truth.balanceCents}.`]
  return {
    ...{ payouts: books.payouts.length, days, transfers: truth.transfers.length },
    disagreements: [...world.surprises, ...balance, ...disagreements(truth, books, notebook)],
    counts: Object.fromEntries([...world.counts].sort()),
    ...tallies(books),
    faults: tally(log.flatMap((entry) => faultOf(entry))),
  }
}

const tallies = ({ payouts, attempts }: Books) => ({
  statuses: tally(payouts.map(({ status }) => status)),
  attempts,
})

function faultOf(entry: ReturnType<SoakWorld['stripe']['log']>[number]): string[] {
  if (entry.kind === 'api-fault') return [`call: ${entry.how}`]
  if (entry.kind === 'webhook') return [`webhook: ${entry.fault}`]
  if (entry.kind === 'transfer-refused') return [`refused: ${entry.code}`]
  if (entry.kind === 'replay') return ['replayed a kept answer']
  if (entry.kind === 'reversal') return ['reversal']
  if (entry.kind === 'payout' && entry.accountId !== null && entry.state === 'failed') return ['bank payout failed']
  return []
}

function tally(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries([...counts].sort())
}
