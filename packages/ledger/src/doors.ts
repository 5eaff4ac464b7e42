// The SQL functions that apps call, and whether a database has them: tables come from migrations, functions from `pnpm db:migrate`.
import type { Database } from '@farebox/db'

/** What the role of the apps calls to write: they act as the owner. Everything else in sql/ is a step inside these. */
export const doors = [
  'earnings_to_take',
  'fold_transfers',
  'forget_idempotency',
  'open_holds',
  'post_movement',
  'preview_hold',
  'record_costs',
  'renew_holds',
  'resolve_lapsed_holds',
  'service_returns_to_take',
  'settle_holds',
  'switch_model',
]

/** Read only, and asked as whoever asks. */
export const questions = ['ledger_clock', 'spendable']

/** For the start of a process: throws, and says what to do, if apps cannot call one of them in this database. */
export async function assertDoors(database: Database): Promise<void> {
  const missing = await database.$queryRawUnsafe<{ name: string }[]>(
    `select name from unnest($1::text[]) name
      where not exists (select from pg_proc where proname = name and pronamespace = 'public'::regnamespace
                           and has_function_privilege('farebox_app', oid, 'execute'))`,
    [...doors, ...questions],
  )
  if (missing.length === 0) return
  const names = missing.map(({ name }) => name).join(', ')
  throw new Error(
    `This database has no function ${names} of the ledger. Run \`pnpm db:migrate\` on it as its owner: migrations alone make tables only.`,
  )
}
