// The whole soak: a world is opened, rounds pass in which everything goes wrong, and after each few the books are held against the model.
import { openBreaks } from '../../packages/billing/src/reconciliation/found-break.ts'
import { runReconciliation } from '../../packages/billing/src/reconciliation/run-reconciliation.ts'
import { reconcile } from '../../packages/ledger/src/reconcile.ts'
import { readBooks } from './books.ts'
import { disagreements } from './disagreements.ts'
import { openIndebted } from './indebted.ts'
import { truthOf } from './model.ts'
import { aPerson, type Person } from './people.ts'
import { liveARound } from './round.ts'
import { storyBehind } from './story.ts'
import { openStripeSoak, type StripeSoak } from './stripe-soak-world.ts'

export type SoakOrder = {
  /** An empty, migrated database, as the owner of its tables. */
  url: string
  seed: number
  steps: number
  /** So many instead of as many as the steps want. */
  people?: number
  /** Then it ends, however much was done. */
  minutesMax?: number
  onProgress?: (line: string) => void
}

export type SoakResult = {
  steps: number
  rounds: number
  people: number
  disagreements: string[]
  counts: Record<string, number>
  /** As the stand-in logged them. */
  faults: Record<string, number>
  movements: Record<string, number>
}

const STEPS_PER_PERSON = 12
const PEOPLE_MAX = 120
const COMPARED_EVERY = 2
const ENOUGH = 8

export async function soakStripe({
  url,
  seed,
  steps,
  people: wanted,
  minutesMax = Infinity,
  onProgress = () => {},
}: SoakOrder): Promise<SoakResult> {
  const endsAt = Date.now() + minutesMax * 60_000
  const many = wanted ?? Math.min(PEOPLE_MAX, Math.max(6, Math.ceil(steps / STEPS_PER_PERSON)))
  const soak = await openStripeSoak({ url, seed }, Math.max(2, Math.ceil(many / 15)))
  try {
    const people = await settleIn(soak, many)
    const indebted = await openIndebted(soak)
    let rounds = 0
    let wrong: string[] = []
    const told = new Set<string>()
    while (soak.steps < steps && Date.now() < endsAt && wrong.length + soak.world.surprises.length < ENOUGH) {
      await liveARound(soak, { people, indebted }, rounds)
      rounds += 1
      if (rounds % COMPARED_EVERY === 0) wrong = await compare(soak)
      for (const sentence of [...soak.world.surprises, ...wrong].filter((one) => !told.has(one))) {
        told.add(sentence)
        onProgress(`✗ ${sentence}`)
        for (const line of await storyBehind(soak, sentence)) onProgress(`    ${line}`)
      }
      onProgress(`round ${rounds}: ${soak.steps} steps, ${wrong.length + soak.world.surprises.length} disagreements`)
    }
    await proveBooks(soak)
    wrong = await compare(soak)
    return { ...(await figures(soak)), rounds, people: many, disagreements: [...soak.world.surprises, ...wrong] }
  } finally {
    await soak.world.stop()
  }
}

async function settleIn(soak: StripeSoak, many: number): Promise<Person[]> {
  const people: Person[] = []
  for (let number = 0; number < many; number++) {
    const developer = soak.developers[number % soak.developers.length]
    if (developer) people.push(await aPerson(soak, number, developer))
  }
  return people
}

async function compare({ world, notes, developers, till }: StripeSoak): Promise<string[]> {
  // What Stripe charges us for itself, and what went to our bank, is booked by nothing else.
  await runReconciliation(world.desk, { trigger: 'daily', now: world.now() })
  const books = await readBooks(world.url)
  const accountOwners = new Map(developers.map(({ stripeAccountId, organizationId }) => [stripeAccountId, organizationId]))
  const truth = truthOf({ log: world.stripe.log(), notes, buyers: books.buyers, accountOwners })
  const { availableCents, pendingCents } = await till.stripe.moneyOut.balance()
  const answered = BigInt(availableCents + pendingCents) * 1_000_000n
  const expected = truth.accounts.get('stripe_balance') ?? 0n
  const balance = answered === expected ? [] : [`Stripe answers a balance of ${answered}; its log adds up to ${expected}.`]
  return [...balance, ...disagreements(truth, books)]
}

/** Our own proofs agree as well: those of the ledger, and those with Stripe. */
async function proveBooks({ world }: StripeSoak): Promise<void> {
  const run = await runReconciliation(world.desk, { trigger: 'daily', now: world.now() })
  if (run.outcome !== 'proven') world.surprises.push(`The reconciliation with Stripe is ${run.outcome}.`)
  for (const { explanation } of await openBreaks(world.database, { severity: 'money' })) world.surprises.push(explanation)
  for (const { number, says, breaks } of await reconcile(world.database)) {
    if (breaks.length > 0) world.surprises.push(`Invariant ${number} (${says}) is broken: ${JSON.stringify(breaks.slice(0, 3))}`)
  }
}

async function figures({ world, steps }: StripeSoak): Promise<Pick<SoakResult, 'steps' | 'counts' | 'faults' | 'movements'>> {
  const { movements } = await readBooks(world.url)
  const faults = new Map<string, number>()
  for (const entry of world.stripe.log()) {
    const name = entry.kind === 'api-fault' ? `call: ${entry.how}` : entry.kind === 'webhook' ? `webhook: ${entry.fault}` : undefined
    if (name) faults.set(name, (faults.get(name) ?? 0) + 1)
  }
  return { steps, counts: Object.fromEntries([...world.counts].sort()), faults: Object.fromEntries([...faults].sort()), movements }
}
