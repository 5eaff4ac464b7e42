// The daily run, as badly as it can be started: twice at once, again later, for a day that is over, and by a worker that is killed half way.
import { runPayouts } from '../../packages/billing/src/payouts/run-payouts.ts'
import { killWorker } from './kill-worker.ts'
import { count, type SoakWorld } from './soak-world.ts'
import { workerJob } from './worker-job.ts'

const DAY_MS = 86_400_000

export async function runPayoutsBadly(world: SoakWorld, { isKilled }: { isKilled: boolean }): Promise<void> {
  const { desk, surprises, database } = world
  const run = (now: Date) => workerJob(world, 'run payouts', () => runPayouts(desk, now))
  const before = await database.payout.count()
  if (isKilled) await killWorker(world, 'run', async () => (await database.payout.count()) > before + 2)
  const runs = await Promise.all([run(world.now()), run(world.now())])
  count(world, 'run: started twice at once')
  for (const { outcome, reason } of runs.filter((one) => one !== undefined)) {
    if (outcome !== 'finished') surprises.push(`A run ${outcome}: ${reason}`)
  }
  const again = [await run(world.now()), await run(new Date(world.now().getTime() - DAY_MS))]
  count(world, 'run: again, and with a clock of yesterday')
  // Yesterday may have had no run, as the clock jumped over it: then there is one now, and nothing is left to pay.
  for (const { created } of again.filter((one) => one !== undefined))
    if (created > 0) surprises.push(`A run that was done made ${created} more payouts.`)
}
