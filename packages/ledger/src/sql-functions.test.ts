// The money functions stand in sql/ and nowhere else, and nobody can call them who should not.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { connectDatabase } from '@farebox/db'
import { connectAsOwner, type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertDoors, doors, questions } from './doors.ts'

const sqlFolder = path.join(import.meta.dirname, '../sql')
const migrations = path.join(import.meta.dirname, '../../../prisma/migrations')
/** Run by triggers, which ask nobody's leave; a function of a trigger cannot be called. */
const triggers = ['recount_connection_window', 'recount_end_user_windows', 'recount_key_window']

let fresh: FreshDatabase
let owner: Awaited<ReturnType<typeof connectAsOwner>>
let app: Awaited<ReturnType<typeof connectAsOwner>>

beforeAll(async () => {
  fresh = await freshDatabase()
  owner = await connectAsOwner(fresh.url)
  // The template has the clock of development, put over the one of production: this is the latter, as it is by itself.
  await owner.query('drop function ledger_clock()')
  await owner.query(readFileSync(path.join(sqlFolder, 'ledger-clock.sql'), 'utf8'))
  app = await connectAsOwner(fresh.url)
  await app.query('set role farebox_app')
})
afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await fresh.drop()
})

/** The names of the functions that the SQL files of a folder make. */
function madeIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'))
  const text = files.map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n')
  return [...new Set([...text.matchAll(/create (?:or replace )?function (?:public\.)?"?(\w+)/gi)].map(([, name = '']) => name))].sort()
}

type Installed = {
  name: string
  definer: boolean
  settings: string[] | null
  callable: boolean
  open_to_all: boolean
  signature: string
}

/** Without the guards of single tables (`refuse_change`, `guard_payout`, …): triggers that act as whoever asks, and live with their table. */
async function installed(): Promise<Installed[]> {
  const { rows } = await owner.query<Installed>(`
    select proname as name, prosecdef as definer, proconfig as settings, pg_proc.oid::regprocedure::text as signature,
           has_function_privilege('farebox_app', pg_proc.oid, 'execute') as callable,
           exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) right_of where right_of.grantee = 0) as open_to_all
      from pg_proc where pronamespace = 'public'::regnamespace and not (prorettype = 'trigger'::regtype and not prosecdef) order by proname`)
  return rows
}

describe('the functions of a migrated database', () => {
  it('are those of sql/, and stand there only: a migration makes no function but guards of its tables', async () => {
    const ofSql = madeIn(sqlFolder)
    expect(ofSql.length).toBeGreaterThan(18)
    expect((await installed()).map(({ name }) => name)).toEqual(ofSql)
    const ofMigrations = madeIn(migrations)
    expect(ofMigrations).toContain('refuse_change')
    expect(ofMigrations.filter((name) => ofSql.includes(name))).toEqual([])
  })

  it('M82: let the role of the apps in by the doors only, and nobody else by any', async () => {
    const functions = await installed()
    expect(functions.filter((each) => each.definer).map((each) => each.name)).toEqual([...doors, ...triggers].sort())
    expect(functions.filter((each) => each.callable).map((each) => each.name)).toEqual([...doors, ...questions].sort())
    expect(functions.filter((each) => each.open_to_all).map((each) => each.signature)).toEqual([])
  })

  it('M82: run what acts as the owner with a search path nobody can change', async () => {
    const searchPaths = (await installed()).filter((each) => each.definer).map((each) => each.settings?.[0])
    expect(searchPaths).toEqual([...doors, ...triggers].map(() => 'search_path=public, pg_temp'))
    await expect(
      app.query('create function public.now() returns timestamptz language sql as $$ select null::timestamptz $$'),
    ).rejects.toThrow(/permission denied/)
  })

  it('M82: let the role of the apps change no row that counts money', async () => {
    const { rows } = await owner.query<{ place: string }>(`
      select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and (column_name like '%microcents' or column_name like 'window%' or column_name in ('open_holds', 'in_debt'))
         and has_column_privilege('farebox_app', quote_ident(table_name), column_name, 'update')
       order by 1`)
    // Terms a person sets, never a count that money moves.
    expect(rows.map((row) => row.place)).toEqual(termsPeopleSet)
  })
})

describe('a database whose tables were migrated, and its functions not', () => {
  it('is told by the doors it lacks, and what to do', async () => {
    const database = connectDatabase(fresh.url)
    await assertDoors(database)
    await owner.query('alter function preview_hold(json) rename to preview; revoke execute on function ledger_clock() from farebox_app')
    await expect(assertDoors(database)).rejects.toThrow(/preview_hold, ledger_clock .*pnpm db:migrate/)
    await database.$disconnect()
  })
})

const termsPeopleSet = [
  'auto_topup.credit_microcents',
  'auto_topup.threshold_microcents',
  'connect_link.suggested_limit_microcents',
  'connection.limit_call_microcents',
  'connection.limit_microcents',
  // What a dispute took, froze and gave back, beside the movements that did; an invariant compares them.
  'dispute.disputed_microcents',
  'dispute.loss_microcents',
  'dispute.package_microcents',
  'dispute.wallet_microcents',
  'dispute.wallet_owes_microcents',
  'dispute.withdrawn_microcents',
  'dispute_earning.held_microcents',
  'dispute_earning.missing_microcents',
  'dispute_earning.owed_microcents',
  'dispute_earning.taken_microcents',
  // How much a hold put aside, beside the movement that did.
  'earnings_hold.held_microcents',
  'grant.amount_microcents',
  'grant.balance_before_microcents',
  // What guests were promised that day: a trigger refuses to count it down.
  'guest_day.issued_microcents',
  'guest_rule.amount_microcents',
  'guest_rule.daily_cap_microcents',
  'key_budget.end_user_limit_microcents',
  'key_budget.limit_microcents',
  'order.credit_microcents',
  'package.credit_microcents',
  // Written once: a trigger refuses to change the terms of a payout.
  'payout.amount_microcents',
  'payout.recouped_microcents',
  // What was found to differ, told to people.
  'reconciliation_break.amount_microcents',
]
