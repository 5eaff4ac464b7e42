// What an organization earned, where it came from and where it is now, to the microcent. The parts sum to the books, or it says so.
import type { Database, DatabaseTransaction } from '@farebox/db'
import { publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { OrganizationInMode } from '../organizations/member-of.ts'
import { earningsThatLeft } from './earnings-that-left.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

export type PendingDay = {
  /** The day of the charges, `YYYY-MM-DD`, UTC. */
  date: string
  amount: Microcents
  /** The day it becomes available. */
  availableOn: string
}

export type EarnedFrom = { appId: string; appName: string; model: string; calls: number; earned: Microcents }

export type EarningsStatement = {
  /** Σ markup of every charge. */
  earned: Microcents
  pending: Microcents
  pendingDays: PendingDay[]
  /** What left pending, ever. */
  matured: Microcents
  /** What can be paid out or spent now. */
  available: Microcents
  sources: EarnedFrom[]
  /** Waiting for a person's decision. */
  held: Microcents
  /** Set aside for a payout that has not left. */
  reserved: Microcents
  /** What left for the developer's Stripe account, less what came back. */
  paid: Microcents
  /** Put into grant pools or on the organization's balance. */
  spent: Microcents
  /** Repaid a debt of the organization. */
  recouped: Microcents
  /** Given back with charges or payments that were taken back. */
  takenBack: Microcents
  /** Whether markup charged = all of the above but `matured`, exactly: charges, balances and journal agree. */
  isProven: boolean
}

export async function earningsStatement(
  database: Database,
  { organizationId, mode, delayDays }: OrganizationInMode & { delayDays: number },
): Promise<EarningsStatement> {
  const of = { organizationId, mode }
  // One snapshot: a call settled between two questions must not make the sums differ.
  return database.$transaction(
    async (transaction) => {
      const sources = await earnedFrom(transaction, of)
      const days = await pendingDays(transaction, of)
      const account = await transaction.account.findUnique({
        where: { mode_kind_id: { mode, kind: 'earnings_available', id: organizationId } },
      })
      const taken = await transaction.earningsDay.aggregate({ where: of, _sum: { takenMicrocents: true } })
      const earned = total(sources.map((source) => source.earned))
      const pending = total(days.map((day) => day.amount))
      const matured = microcents(taken._sum.takenMicrocents ?? 0n)
      const available = microcents(account?.balanceMicrocents ?? 0n)
      const left = await earningsThatLeft(transaction, of)
      return {
        ...{ earned, pending, matured, available, sources, ...left },
        pendingDays: days.filter(({ amount }) => amount > 0n).map((day) => ({ ...day, availableOn: later(day.date, delayDays) })),
        isProven: earned === total([pending, available, ...Object.values(left)]),
      }
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

/** From the books: what was folded, and what came since. */
export async function pendingDays(transaction: DatabaseTransaction, { organizationId, mode }: OrganizationInMode) {
  const rows = await transaction.$queryRaw<{ date: string; amount: bigint }[]>`
    with side as (
      select accrual_day, credits_microcents - debits_microcents as amount from account_fold
       where mode = ${mode}::mode and kind = 'earnings_pending' and id = ${organizationId}::uuid
      union all
      select accrual_day, case when credit_kind = 'earnings_pending' then amount_microcents else -amount_microcents end from transfer
       where created_xid >= coalesce((select folded_xid from fold_watermark where id = 1), '0'::xid8) and mode = ${mode}::mode
         and ((credit_kind = 'earnings_pending' and credit_id = ${organizationId}::uuid)
           or (debit_kind = 'earnings_pending' and debit_id = ${organizationId}::uuid)))
    select to_char(accrual_day, 'YYYY-MM-DD') as date, sum(amount)::bigint as amount from side group by 1 order by 1`
  return rows.map(({ date, amount }) => ({ date, amount: microcents(amount) }))
}

async function earnedFrom(transaction: DatabaseTransaction, { organizationId, mode }: OrganizationInMode): Promise<EarnedFrom[]> {
  const apps = await transaction.app.findMany({ where: { organizationId }, select: { id: true, name: true } })
  const sums = await transaction.charge.groupBy({
    by: ['appId', 'model'],
    where: { appId: { in: apps.map(({ id }) => id) }, mode },
    _count: true,
    _sum: { markupMicrocents: true },
    orderBy: { _sum: { markupMicrocents: 'desc' } },
  })
  return sums.map(({ appId, model, _count, _sum }) => ({
    appId: publicId('app', appId),
    appName: apps.find(({ id }) => id === appId)?.name ?? 'App',
    model,
    calls: _count,
    earned: microcents(_sum.markupMicrocents ?? 0n),
  }))
}

const later = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
const total = (amounts: Microcents[]) => microcents(amounts.reduce((sum, amount) => sum + amount, 0n))
