// What was earned per day, app and model, and whether the ledger says the same of each day.
import type { Database } from '@farebox/db'
import { publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { OrganizationInMode } from '../organizations/member-of.ts'

export type EarnedOnDay = {
  /** `YYYY-MM-DD`, UTC. */
  date: string
  appId: string
  appName: string
  model: string
  calls: number
  earned: Microcents
}

export type EarningsByDay = {
  rows: EarnedOnDay[]
  total: Microcents
  /** Whether every day's rows sum to what the ledger accrued for it. */
  isProven: boolean
}

const ROWS_MAX = 20_000

type Row = { date: string; app_id: string; app_name: string; model: string; calls: bigint; earned: bigint; accrued: bigint }

/** From `from` to `to`, both included, as `YYYY-MM-DD`. */
export async function earningsByDay(
  database: Database,
  { organizationId, mode }: OrganizationInMode,
  { from, to }: { from: string; to: string },
): Promise<EarningsByDay> {
  const rows = await database.$queryRaw<Row[]>`
    with charged as (
      select coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) as day, charge.wallet_id, charge.id, charge.app_id, charge.model,
             charge.markup_microcents
        from charge join app on app.id = charge.app_id
       where app.organization_id = ${organizationId}::uuid and charge.mode = ${mode}::mode and charge.markup_microcents > 0
         and coalesce(charge.accrual_day, (charge.settled_at at time zone 'UTC')::date) between ${from}::date and ${to}::date
    ), accrued as (
      select transfer.wallet_id, transfer.transaction_id, transfer.accrual_day as day, sum(transfer.amount_microcents) as amount
        from transfer join charged on charged.wallet_id = transfer.wallet_id and charged.id = transfer.transaction_id
       where transfer.credit_kind = 'earnings_pending' and transfer.debit_kind = 'lot' group by 1, 2, 3
    )
    select to_char(charged.day, 'YYYY-MM-DD') as date, charged.app_id::text, app.name as app_name, charged.model, count(*) as calls,
           sum(charged.markup_microcents)::bigint as earned,
           coalesce(sum(accrued.amount) filter (where accrued.day = charged.day), 0)::bigint as accrued
      from charged join app on app.id = charged.app_id
      left join accrued on accrued.wallet_id = charged.wallet_id and accrued.transaction_id = charged.id
     group by charged.day, charged.app_id, app.name, charged.model order by charged.day desc, earned desc limit ${ROWS_MAX}`
  return {
    rows: rows.map(({ date, app_id, app_name, model, calls, earned }) => ({
      ...{ date, appId: publicId('app', app_id), appName: app_name, model, calls: Number(calls), earned: microcents(earned) },
    })),
    total: microcents(rows.reduce((total, { earned }) => total + earned, 0n)),
    isProven: rows.every(({ earned, accrued }) => earned === accrued),
  }
}
