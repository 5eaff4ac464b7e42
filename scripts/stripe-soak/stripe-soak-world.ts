// Where the soak of money in and back happens: the world of the payouts' soak, with a till that does not wait long for lost answers.
import { openStripe } from '../../packages/billing/src/stripe/open-stripe.ts'
import type { Till } from '../../packages/billing/src/topups/open-checkout.ts'
import { aDeveloper, type Developer } from '../payouts-soak/developers.ts'
import { aPrice, type Price } from '../payouts-soak/payers.ts'
import { SECRET_KEY } from '../payouts-soak/secret-key.ts'
import { openSoakWorld, type SoakWorld } from '../payouts-soak/soak-world.ts'
import type { Note } from './notebook.ts'

export type StripeSoak = {
  world: SoakWorld
  till: Till
  price: Price
  developers: Developer[]
  notes: Note[]
  /** Things done so far. */
  steps: number
}

const IMPATIENT_MS = 1_000
const WEEK_SECONDS = 8 * 86_400

export async function openStripeSoak(place: { url: string; seed: number }, developersMany: number): Promise<StripeSoak> {
  const world = await openSoakWorld(place)
  const till: Till = { ...world.till, stripe: openStripe({ secretKey: SECRET_KEY, apiBase: world.stripe.url, timeoutMs: IMPATIENT_MS }) }
  await chooseLimits(world)
  const developers: Developer[] = []
  for (let number = 0; number < developersMany; number++) developers.push(await aDeveloper(world, number))
  // Enough for every refund: one that waits for our money to suffice meets what its buyer does days later, in any order.
  world.stripe.connect.addBalance(500_000_000)
  // What is charged on the database's day has waited out its week on the stand-in's.
  world.stripe.advance(WEEK_SECONDS)
  return { world, till, price: await aPrice(world), developers, notes: [], steps: 0 }
}

/** Few people do very much here, with everybody's practice cards: what keeps thieves out is tried elsewhere. */
async function chooseLimits({ database }: SoakWorld): Promise<void> {
  const most = 1_000_000
  const value = {
    ...{ checkoutsPerDay: most, centsPerDay: most, organizationCentsPerDay: most, proofFromDeclinedOrders: most, declinesPerDay: most },
    ...{ networkDeclinesPerDay: most, platformDeclines: most, walletsPerCard: most, withdrawalsPerMonth: most },
  }
  await database.setting.upsert({ where: { name: 'risk' }, create: { name: 'risk', value }, update: { value } })
}
