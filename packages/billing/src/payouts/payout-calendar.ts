// What a developer sees of what is coming: which earnings become available when, what the next run pays, and what stands in its way.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { fromCents, type Microcents, microcents, ZERO } from '@farebox/money'
import { pendingDays } from '../earnings/earnings-statement.ts'
import { blockerWords } from './blocker-words.ts'
import { type PayableFacts, type PayoutBlocker, payableFacts, payableNow } from './payable-now.ts'
import { type PayoutSettings, payoutSettings } from './payout-settings.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export type PayoutCalendar = {
  available: Microcents
  held: Microcents
  owed: Microcents
  /** Set aside for a payout under way. */
  reserved: Microcents
  minimum: Microcents
  delayDays: number
  /** `YYYY-MM-DD`, UTC. */
  nextRunOn: string
  /** What the next run would pay as things are now. Zero where something stands in its way. */
  nextAmount: Microcents
  /** Soonest first. */
  releases: { date: string; earnedOn: string; amount: Microcents }[]
  holds: { id: string; message: string; reviewAt: Date; placedAt: Date; amount: Microcents }[]
  /** Why the next run would pay nothing. */
  blockers: { code: PayoutBlocker; words: string }[]
}

export async function payoutCalendar(database: Database, organizationId: string, now: Date): Promise<PayoutCalendar> {
  return database.$transaction(
    async (transaction) => {
      const { earningsDelayDays: delayDays } = await transaction.organization.findUniqueOrThrow({ where: { id: organizationId } })
      const settings = await payoutSettings(transaction)
      const facts = await payableFacts(transaction, organizationId)
      const releases = await releasesOf(transaction, { organizationId, delayDays })
      const nextRunOn = await dayOfNextRun(transaction, now)
      const next = atNextRun(facts, { settings, releases, nextRunOn })
      const { available, held, owed } = facts
      return {
        ...{ available, held, owed, delayDays, nextRunOn, releases },
        reserved: await reservedNow(transaction, organizationId),
        minimum: fromCents(settings.minimumCents),
        nextAmount: next.blockers.length > 0 ? ZERO : fromCents(next.amountCents),
        holds: await openHolds(transaction, organizationId),
        blockers: next.blockers.map((code) => ({ code, words: blockerWords(code, { facts, settings }) })),
      }
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

async function releasesOf(transaction: DatabaseTransaction, { organizationId, delayDays }: { organizationId: string; delayDays: number }) {
  const days = await pendingDays(transaction, { organizationId, mode: 'live' })
  return days
    .filter(({ amount }) => amount > 0n)
    .map(({ date, amount }) => ({ date: dayOf(new Date(Date.parse(date) + delayDays * DAY_MS)), earnedOn: date, amount }))
}

/** Today, while today's run has not finished. */
async function dayOfNextRun(transaction: DatabaseTransaction, now: Date): Promise<string> {
  const today = dayOf(now)
  const done = await transaction.payoutRun.count({ where: { day: new Date(`${today}T00:00:00Z`), outcome: 'finished' } })
  return done > 0 ? dayOf(new Date(now.getTime() + DAY_MS)) : today
}

/** Earnings that become available by then are in it. */
function atNextRun(
  facts: PayableFacts,
  { settings, releases, nextRunOn }: { settings: PayoutSettings; releases: PayoutCalendar['releases']; nextRunOn: string },
) {
  const released = releases.filter(({ date }) => date <= nextRunOn).reduce((total, { amount }) => total + amount, 0n)
  return payableNow({ ...facts, available: microcents(facts.available + released) }, settings)
}

async function reservedNow(transaction: DatabaseTransaction, organizationId: string): Promise<Microcents> {
  const [row] = await transaction.$queryRaw<{ reserved: bigint }[]>`
    select coalesce(sum(account.balance_microcents), 0)::bigint as reserved
      from payout join account on account.mode = 'live' and account.kind = 'payout' and account.id = payout.id
     where payout.organization_id = ${organizationId}::uuid`
  return microcents(row?.reserved ?? 0n)
}

async function openHolds(transaction: DatabaseTransaction, organizationId: string) {
  const holds = await transaction.earningsHold.findMany({ where: { organizationId, releasedAt: null }, orderBy: { placedAt: 'asc' } })
  return holds.map(({ id, message, reviewAt, placedAt, heldMicrocents }) => ({
    ...{ id, message, reviewAt, placedAt },
    amount: microcents(heldMicrocents),
  }))
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)
