// The sender's part: approved payouts go out, each into the trouble that is in store for it.
import { placeEarningsHold } from '../../packages/billing/src/payouts/earnings-holds.ts'
import { resolveUnknownPayouts } from '../../packages/billing/src/payouts/resolve-unknown-payouts.ts'
import { sendApprovedPayouts } from '../../packages/billing/src/payouts/send-approved-payouts.ts'
import { sendPayout } from '../../packages/billing/src/payouts/send-payout.ts'
import type { TransferOutcome } from '../../packages/billing/src/stripe/money-out-gate.ts'
import type { Till } from '../../packages/billing/src/topups/open-checkout.ts'
import type { Developer } from './developers.ts'
import { swapBank } from './developers.ts'
import type { SendingFate } from './fates.ts'
import { killWorker } from './kill-worker.ts'
import { takeEverythingAway } from './our-bank.ts'
import { count, impatientTill, type SoakWorld, tillWhere } from './soak-world.ts'
import { workerJob } from './worker-job.ts'

export type Sending = { payoutId: string; developer: Developer; fate: SendingFate }

const TRANSFERS = '/v1/transfers'
const SIX_MINUTES_SECONDS = 360

/** Those of one fate go together: the faults they meet are ordered for them alone. */
export async function sendAll(world: SoakWorld, sendings: readonly Sending[], { isKilled }: { isKilled: boolean }): Promise<void> {
  const byFate = Map.groupBy(sendings.toSorted(slowestFirst), ({ fate }) => fate)
  for (const [fate, group] of byFate) {
    if (fate === 'plain') continue
    count(world, `sending: ${fate}`, group.length)
    await act[fate](world, group)
    world.stripe.faults.set({ api: [] })
  }
  count(world, 'sending: plain', byFate.get('plain')?.length ?? 0)
  const before = transfersOf(world)
  if (isKilled) await killWorker(world, 'send', async () => transfersOf(world) > before)
  // Two workers at once.
  const send = () => workerJob(world, 'send approved payouts', () => sendApprovedPayouts(world.till, world.now()))
  await Promise.all([send(), send()])
}

const transfersOf = ({ stripe }: SoakWorld) => stripe.log().filter(({ kind }) => kind === 'transfer').length

/** The reconciler wakes up in the middle of these, and must not yet find those whose keys are to be forgotten first. */
const slowestFirst = (one: Sending, other: Sending) => Number(other.fate.startsWith('resolved')) - Number(one.fate.startsWith('resolved'))

type Act = (world: SoakWorld, group: readonly Sending[]) => Promise<void>

/** Nobody but the sender creates transfers, so that the faults meet these payouts. */
const faulty =
  (how: 'before' | 'after' | 'hang' | 'hang-before' | 'drop' | 'drop-before' | 'rate-limit' | 'in-use' | 'poison'): Act =>
  async (world, group) => {
    world.stripe.faults.set({ api: { next: group.length, path: TRANSFERS, method: 'POST', how } })
    await sendEach(world, group, how.startsWith('hang') ? impatientTill(world) : world.till)
  }

/** Stripe's client repeats a reading call twice by itself. */
const READINGS = 3

const act: Record<Exclude<SendingFate, 'plain'>, Act> = {
  before: faulty('before'),
  after: faulty('after'),
  hang: faulty('hang'),
  'hang-before': faulty('hang-before'),
  drop: faulty('drop'),
  'drop-before': faulty('drop-before'),
  'rate-limit': faulty('rate-limit'),
  'in-use': faulty('in-use'),
  poison: faulty('poison'),
  'balance insufficient': async (world, group) => {
    const giveBack = await takeEverythingAway(world)
    await sendEach(world, group)
    await giveBack()
  },
  'account restricted': async (world, group) => {
    for (const { developer } of group) world.stripe.connect.restrict(developer.stripeAccountId)
    await sendEach(world, group)
  },
  'account restricted at the last moment': async (world, group) => {
    await lastMoment(world, group, ({ developer }) => world.stripe.connect.restrict(developer.stripeAccountId))
  },
  'bank swapped': async (world, group) => {
    for (const { developer } of group) swapBank(world, developer)
    await sendEach(world, group)
  },
  'bank swapped at the last moment': async (world, group) => {
    await lastMoment(world, group, ({ developer }) => swapBank(world, developer))
  },
  'earnings on hold': async (world, group) => {
    for (const { developer } of group) await holdEarnings(world, developer)
    await sendEach(world, group)
  },
  'killed before Stripe': async (world, group) => {
    const dying = tillWhere(world, async () => {
      throw new Error('killed')
    })
    await dieSending(world, group, dying)
  },
  'killed after Stripe': async (world, group) => {
    const dying = tillWhere(world, async (_, send) => {
      await send()
      throw new Error('killed')
    })
    await dieSending(world, group, dying)
  },
  'three senders at once': async (world, group) => {
    await Promise.all(group.flatMap(({ payoutId }) => [1, 2, 3].map(() => sendPayout(world.till, payoutId, world.now()))))
  },
  'resolved before the answer': async (world, group) => {
    await overtaken(world, group, async (send, resolved) => {
      const outcome = await send()
      await resolved
      return outcome
    })
  },
  'resolved before the call': async (world, group) => {
    await overtaken(world, group, async (send, resolved) => {
      await resolved
      return send()
    })
  },
  'account cannot be read': async (world, group) => {
    world.stripe.faults.set({ api: { next: group.length * READINGS, path: '/v2/core/accounts', method: 'GET', how: 'before' } })
    await sendEach(world, group)
  },
  'look fails': async (world, group) => {
    world.stripe.faults.set({ api: { next: group.length * READINGS, path: TRANSFERS, method: 'GET', how: 'before' } })
    await sendEach(world, group)
  },
}

async function sendEach(world: SoakWorld, group: readonly Sending[], till: Till = world.till): Promise<void> {
  const results = await Promise.allSettled(group.map(({ payoutId }) => sendPayout(till, payoutId, world.now())))
  // The payout is where the failure left it, and the worker comes again.
  const failed = results.filter(({ status }) => status === 'rejected').length
  if (failed > 0) count(world, 'sender failed, and comes again', failed)
}

async function lastMoment(world: SoakWorld, group: readonly Sending[], change: (sending: Sending) => void): Promise<void> {
  const byPayout = new Map(group.map((sending) => [sending.payoutId, sending]))
  const till = tillWhere(world, async ({ payoutId }, send) => {
    const sending = byPayout.get(payoutId)
    if (sending) change(sending)
    return send()
  })
  await sendEach(world, group, till)
}

export async function holdEarnings({ database, operators, now }: SoakWorld, { organizationId }: Developer): Promise<void> {
  const reviewAt = new Date(now().getTime() + 86_400_000)
  const why = { reason: 'soak_test', message: 'A person looks at some payments.', reviewAt }
  await placeEarningsHold(database, { organizationId, ...why, operator: operators[0], now: now() })
}

/** The process is gone where the transfer should have come back: nothing after it runs. */
async function dieSending(world: SoakWorld, group: readonly Sending[], till: Till): Promise<void> {
  const results = await Promise.allSettled(group.map(({ payoutId }) => sendPayout(till, payoutId, world.now())))
  const survivors = results.filter(({ status }) => status === 'fulfilled').length
  if (survivors > 0) world.surprises.push(`${survivors} senders survived being killed.`)
}

type Sleep = (send: () => Promise<TransferOutcome>, resolved: Promise<void>) => Promise<TransferOutcome>

/** The worker takes so long that the reconciler believes it dead and settles the matter; then it wakes up. */
async function overtaken(world: SoakWorld, group: readonly Sending[], sleep: Sleep): Promise<void> {
  const { promise: resolved, resolve } = Promise.withResolvers<void>()
  const asleep = Promise.withResolvers<void>()
  let awake = group.length
  const fallAsleep = () => {
    awake -= 1
    if (awake === 0) asleep.resolve()
  }
  const till = tillWhere(world, (_, send) => {
    fallAsleep()
    return sleep(send, resolved)
  })
  // One that was stopped before it asked Stripe does not sleep; it counts when it ends, and then there is nothing to wait for.
  const sending = Promise.all(group.map(({ payoutId }) => sendPayout(till, payoutId, world.now()).finally(fallAsleep)))
  await asleep.promise
  world.stripe.advance(SIX_MINUTES_SECONDS)
  await workerJob(world, 'resolve unknown payouts', () => resolveUnknownPayouts(world.desk, world.now()))
  resolve()
  await sending
}
