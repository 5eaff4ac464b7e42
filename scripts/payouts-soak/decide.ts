// The operators' part: every payout in review is decided, by two people who agree, disagree, click twice, or come too late.

import { refreshPayoutAccount } from '../../packages/billing/src/payout-accounts/refresh-payout-account.ts'
import { decidePayout } from '../../packages/billing/src/payouts/decide-payout.ts'
import type { Decision } from '../../packages/billing/src/payouts/decision.ts'
import { planDecision } from '../../packages/billing/src/payouts/plan-decision.ts'
import type { PayoutModel, PayoutStatus } from '../../packages/db/src/index.ts'
import { asAppError } from '../../packages/errors/src/index.ts'
import type { DecisionFate } from './fates.ts'
import { count, type Operator, type SoakWorld } from './soak-world.ts'

const approve: Decision = { kind: 'approve' }
const reject: Decision = { kind: 'reject', reason: 'soak_test', message: 'This payout was rejected by the soak.' }
const hold = (now: Date): Decision => ({
  ...{ kind: 'hold', reason: 'soak_test', message: 'A person looks at this payout.' },
  reviewAt: new Date(now.getTime() + 86_400_000),
})

const outcomes = ['plan_changed', 'decision_not_possible', 'same_operator'] as const

/** Afterwards it is approved, or rejected. */
export async function decide(world: SoakWorld, payout: PayoutModel, fate: DecisionFate): Promise<void> {
  count(world, `decision: ${fate}`)
  await act[fate](world, payout)
  await settle(world, payout.id)
}

const act: Record<DecisionFate, (world: SoakWorld, payout: PayoutModel) => Promise<void>> = {
  approve: async () => {},
  reject: async (world, { id }) => {
    await click(world, id, reject, world.operators[0])
  },
  'approve and reject at once': async (world, { id }) => {
    const [first, second] = world.operators
    const needsTwo = (await statusOf(world, id)).needsTwo
    if (needsTwo) await click(world, id, approve, first)
    const done = await atOnce(world, id, [
      [approve, second],
      [reject, first],
    ])
    expectEffects(world, `approve and reject of ${id} at once`, done, 1)
  },
  'one operator twice': async (world, { id }) => {
    const [first] = world.operators
    const done = [await click(world, id, approve, first), await click(world, id, approve, first)]
    expectEffects(world, `one operator approving ${id} twice`, done, 1)
    const { needsTwo, status } = await statusOf(world, id)
    if (needsTwo && status !== 'in_review') world.surprises.push(`One operator alone moved payout ${id} to ${status}.`)
  },
  'double click': async (world, { id }) => {
    const [first] = world.operators
    const done = await atOnce(world, id, [
      [approve, first],
      [approve, first],
    ])
    expectEffects(world, `a double click on ${id}`, done, 1)
  },
  'two approve at once': async (world, { id }) => {
    const [first, second] = world.operators
    const done = await atOnce(world, id, [
      [approve, first],
      [approve, second],
    ])
    expectEffects(world, `two approving ${id} at once`, done, 1)
  },
  'hold, then release': async (world, { id }) => {
    await click(world, id, hold(world.now()), world.operators[0])
    await click(world, id, { kind: 'release' }, world.operators[1])
  },
  'changed since the dry run': async (world, { id, organizationId, stripeAccountId }) => {
    const [first] = world.operators
    const { hash } = await plan(world, id, approve, first)
    world.stripe.connect.restrict(stripeAccountId)
    await refresh(world, organizationId)
    const done = [await click(world, id, approve, first, hash)]
    expectEffects(world, `approving ${id} on stale facts`, done, 0)
    world.stripe.connect.clear(stripeAccountId)
    await refresh(world, organizationId)
  },
}

/** People finish what is still in review: one proposes where two are needed, the other approves. */
async function settle(world: SoakWorld, payoutId: string): Promise<void> {
  const [first, second] = world.operators
  for (const _ of [1, 2]) {
    const { status, proposedBy } = await statusOf(world, payoutId)
    if (status === 'in_review') await click(world, payoutId, approve, proposedBy === second.id ? first : second)
  }
}

/** A held payout goes back into review, where somebody decides. */
export async function release(world: SoakWorld, payoutId: string): Promise<void> {
  await click(world, payoutId, { kind: 'release' }, world.operators[0])
}

const plan = ({ database, now }: SoakWorld, payoutId: string, decision: Decision, operator: Operator) =>
  database.$transaction((transaction) => planDecision(transaction, { payoutId, decision, operatorId: operator.id, now: now() }))

/** The dry run and the second click. Answers whether it had its effect. */
async function click(world: SoakWorld, payoutId: string, decision: Decision, operator: Operator, shown?: string): Promise<boolean> {
  try {
    const hash = shown ?? (await plan(world, payoutId, decision, operator)).hash
    await decidePayout(world.database, { payoutId, decision, hash, operator, now: world.now() })
    return true
  } catch (cause) {
    const { code } = asAppError(cause)
    if (!(outcomes as readonly string[]).includes(code)) throw cause
    count(world, `refused click: ${code}`)
    return false
  }
}

/** All have seen their dry run before anybody clicks. */
async function atOnce(world: SoakWorld, payoutId: string, clicks: readonly [Decision, Operator][]): Promise<boolean[]> {
  const hashes = await Promise.all(clicks.map(async ([decision, operator]) => (await plan(world, payoutId, decision, operator)).hash))
  return Promise.all(clicks.map(([decision, operator], place) => click(world, payoutId, decision, operator, hashes[place])))
}

function expectEffects({ surprises }: SoakWorld, what: string, done: readonly boolean[], expected: number): void {
  const effects = done.filter(Boolean).length
  if (effects !== expected) surprises.push(`${what} had ${effects} effects, not ${expected}.`)
}

const statusOf = ({ database }: SoakWorld, id: string): Promise<{ status: PayoutStatus; needsTwo: boolean; proposedBy: string | null }> =>
  database.payout.findUniqueOrThrow({ where: { id } })

const refresh = ({ database, till, now }: SoakWorld, organizationId: string) =>
  refreshPayoutAccount({ database, moneyOut: till.stripe.moneyOut }, organizationId, now())
