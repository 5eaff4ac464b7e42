// Is everything running: what waits too long, and what failed. Each line says in words what it means.
import type { Database } from '@farebox/db'
import { QUEUE_SCHEMA } from '../queue/queues.ts'

const LATE_MS = 5 * 60_000

export type Health = { name: string; state: 'well' | 'late' | 'failed'; says: string; since: Date | null }

export async function systemHealth(database: Database): Promise<Health[]> {
  const late = new Date(Date.now() - LATE_MS)
  const [events, failedEvents, holds, jobs] = await Promise.all([
    database.stripeEvent.aggregate({ where: { status: 'stored', receivedAt: { lt: late } }, _count: true, _min: { receivedAt: true } }),
    database.stripeEvent.aggregate({ where: { status: 'failed' }, _count: true, _min: { receivedAt: true } }),
    database.hold.aggregate({ where: { state: 'open', leaseUntil: { lt: late } }, _count: true, _min: { leaseUntil: true } }),
    database.$queryRawUnsafe<{ state: 'late' | 'failed'; jobs: number; oldest: Date | null }[]>(jobsInTrouble, late),
  ])
  const failedJobs = jobs.find(({ state }) => state === 'failed')
  const lateJobs = jobs.find(({ state }) => state === 'late')
  return [
    line('Stripe events', { failed: failedEvents._count, late: events._count }, failedEvents._min.receivedAt ?? events._min.receivedAt, {
      well: 'Every event of Stripe’s is handled.',
      failed: 'failed and will not be tried again by themselves.',
      late: 'wait for longer than five minutes.',
    }),
    line('Jobs', { failed: failedJobs?.jobs ?? 0, late: lateJobs?.jobs ?? 0 }, failedJobs?.oldest ?? lateJobs?.oldest ?? null, {
      well: 'No job waits for longer than five minutes.',
      failed: 'gave up.',
      late: 'wait for longer than five minutes: is the worker running?',
    }),
    line('Calls under way', { failed: 0, late: holds._count }, holds._min.leaseUntil, {
      well: 'No call was left behind by a gateway.',
      failed: '',
      late: 'were left behind by a gateway and not resolved since: is the worker running?',
    }),
  ]
}

type Words = Record<Health['state'], string>

function line(name: string, { failed, late }: { failed: number; late: number }, since: Date | null, words: Words): Health {
  if (failed > 0) return { name, state: 'failed', says: `${failed} ${words.failed}`, since }
  if (late > 0) return { name, state: 'late', says: `${late} ${words.late}`, since }
  return { name, state: 'well', says: words.well, since: null }
}

const jobsInTrouble = `
  select case when state = 'failed' then 'failed' else 'late' end as state, count(*)::int as jobs, min(created_on) as oldest
    from ${QUEUE_SCHEMA}.job
   where state = 'failed' or (state in ('created', 'retry') and start_after < $1) or (state = 'active' and started_on < $1)
   group by 1`
