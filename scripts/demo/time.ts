// Letting days pass: Farebox and the Stripe stand-in together. The worker notices, matures earnings and runs payouts; this waits for it
// and says what came of it.
import { setTimeout as wait } from 'node:timers/promises'
import { advanceClock, openClock } from '@farebox/billing/clock'
import type { Database } from '@farebox/db'
import { microcents, toDollars } from '@farebox/money'

const PATIENCE_MS = 60_000

type Passed = { day: string; available: Map<string, bigint>; before: Map<string, bigint> }

/** Moves time, and returns when the worker has done what became due. */
export async function letDaysPass(database: Database, days: number, stripeStandIn: string): Promise<Passed> {
  const before = await availableByOrganization(database)
  const clock = openClock(database, 'development')
  const { now } = await advanceClock({ database, clock, stripeApiBase: stripeStandIn }, days)
  const day = now.toISOString().slice(0, 10)
  const patience = Date.now() + PATIENCE_MS
  while (Date.now() < patience && !(await hasRun(database, day))) await wait(200)
  return { day, before, available: await availableByOrganization(database) }
}

async function hasRun(database: Database, day: string): Promise<boolean> {
  return (await database.payoutRun.count({ where: { day: new Date(day), finishedAt: { not: null } } })) > 0
}

async function availableByOrganization(database: Database): Promise<Map<string, bigint>> {
  const accounts = await database.account.findMany({ where: { mode: 'live', kind: 'earnings_available' } })
  const organizations = await database.organization.findMany({ where: { id: { in: accounts.map(({ id }) => id) } } })
  return new Map(organizations.map(({ id, name }) => [name, accounts.find((account) => account.id === id)?.balanceMicrocents ?? 0n]))
}

/** What a person would see in the console: the run of the day, and each payout with what was found about it. */
export async function describeRun(database: Database, { day, before, available }: Passed): Promise<string[]> {
  const run = await database.payoutRun.findFirst({ where: { day: new Date(day) }, orderBy: { startedAt: 'desc' } })
  const payouts = await database.payout.findMany({ orderBy: { createdAt: 'desc' }, take: 10 })
  const findings = await database.payoutFinding.findMany({ where: { payoutId: { in: payouts.map(({ id }) => id) } } })
  const organizations = new Map((await database.organization.findMany()).map(({ id, name }) => [id, name]))
  return [
    `it is ${day} for Farebox and for the Stripe stand-in`,
    ...[...available].map(([name, amount]) => `available to ${name}: ${dollars(before.get(name) ?? 0n)} → ${dollars(amount)}`),
    run ? `the payout run of ${day}: ${run.outcome}${run.reason ? ` (${run.reason})` : ''}` : `no payout run of ${day} yet`,
    ...payouts.map(({ id, organizationId, amountMicrocents, status, createdAt }) => {
      const why = findings.filter(({ payoutId }) => payoutId === id).map(({ explanation }) => explanation)
      const made = createdAt.toISOString().slice(0, 10)
      return [`${made}  ${organizations.get(organizationId)}: ${dollars(amountMicrocents)}, ${status.replaceAll('_', ' ')}`, ...why].join(
        '. ',
      )
    }),
  ]
}

export const dollars = (amount: bigint): string => `$${toDollars(microcents(amount))}`
