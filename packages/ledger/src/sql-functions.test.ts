// The functions that a database made by migrations has are the ones in sql/, and nobody can call them who should not.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { connectAsOwner, type FreshDatabase, freshDatabase } from '@farebox/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const sqlFolder = path.join(import.meta.dirname, '../sql')
const migrations = path.join(import.meta.dirname, '../../../prisma/migrations')
/** What the role of the apps calls. Everything else is a step inside these. */
const doors = [
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
/** Run by triggers, which ask nobody's leave; a function of a trigger cannot be called. */
const triggers = ['recount_connection_window', 'recount_end_user_windows', 'recount_key_window']
/** Read only, and asked as whoever asks. */
const questions = ['ledger_clock', 'spendable']

/** Migrated through the test template: its functions may be replaced by mutants, its types and rights are the migrations'. */
let template: FreshDatabase
/** Made here, from nothing but the migrations. */
let migrated: FreshDatabase
let owner: Awaited<ReturnType<typeof connectAsOwner>>
let app: Awaited<ReturnType<typeof connectAsOwner>>

beforeAll(async () => {
  template = await freshDatabase()
  migrated = await freshDatabase()
  owner = await connectAsOwner(migrated.url)
  await owner.query('drop schema public cascade; create schema public')
  const folders = readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  for (const { name } of folders.sort((first, second) => (first.name < second.name ? -1 : 1))) {
    await owner.query(readFileSync(path.join(migrations, name, 'migration.sql'), 'utf8'))
  }
  app = await connectAsOwner(migrated.url)
  await app.query('set role farebox_app')
})
afterAll(async () => {
  await Promise.all([owner.end(), app.end()])
  await Promise.all([template.drop(), migrated.drop()])
})

function bodiesInFiles(): Record<string, string> {
  const bodies: Record<string, string> = {}
  for (const file of readdirSync(sqlFolder).filter((name) => name.endsWith('.sql'))) {
    const text = readFileSync(path.join(sqlFolder, file), 'utf8')
    for (const [, name = '', body = ''] of text.matchAll(/create or replace function (\w+)\(.*?\$\$(.*?)\$\$/gs)) bodies[name] = body
  }
  return bodies
}

type Installed = {
  name: string
  body: string
  definer: boolean
  settings: string[] | null
  callable: boolean
  open_to_all: boolean
  signature: string
}

/** Without the guards of single tables (`refuse_change`, `guard_payout`, …): triggers that act as whoever asks, and live with their table. */
async function installed(): Promise<Installed[]> {
  const { rows } = await owner.query<Installed>(`
    select proname as name, prosrc as body, prosecdef as definer, proconfig as settings, pg_proc.oid::regprocedure::text as signature,
           has_function_privilege('farebox_app', pg_proc.oid, 'execute') as callable,
           exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) right_of where right_of.grantee = 0) as open_to_all
      from pg_proc where pronamespace = 'public'::regnamespace and not (prorettype = 'trigger'::regtype and not prosecdef) order by proname`)
  return rows
}

describe('a database made by migrations', () => {
  it('has every function of sql/, word for word, and no other', async () => {
    const inDatabase = Object.fromEntries((await installed()).map(({ name, body }) => [name, body]))
    const inFiles = bodiesInFiles()
    expect(Object.keys(inFiles).length).toBeGreaterThan(18)
    expect(inDatabase).toEqual(inFiles)
  })

  it('has the types of sql/', async () => {
    const question = `
      select typname, attname, format_type(atttypid, atttypmod) as type from pg_type join pg_attribute on attrelid = typrelid
       where typname in ('hold_request', 'hold_answer', 'hold_resolution', 'hold_result', 'hold_beat') order by typname, attnum`
    const fromFiles = await connectAsOwner(template.url)
    expect((await owner.query(question)).rows).toEqual((await fromFiles.query(question)).rows)
    await fromFiles.end()
  })

  it('M82: lets the role of the apps in by the doors only, and nobody else by any', async () => {
    const functions = await installed()
    expect(functions.filter((each) => each.definer).map((each) => each.name)).toEqual([...doors, ...triggers].sort())
    expect(functions.filter((each) => each.callable).map((each) => each.name)).toEqual([...doors, ...questions].sort())
    expect(functions.filter((each) => each.open_to_all).map((each) => each.signature)).toEqual([])
  })

  it('M82: runs what acts as the owner with a search path nobody can change', async () => {
    const searchPaths = (await installed()).filter((each) => each.definer).map((each) => each.settings?.[0])
    expect(searchPaths).toEqual([...doors, ...triggers].map(() => 'search_path=public, pg_temp'))
    await expect(
      app.query('create function public.now() returns timestamptz language sql as $$ select null::timestamptz $$'),
    ).rejects.toThrow(/permission denied/)
  })

  it('M82: lets the role of the apps change no row that counts money', async () => {
    const { rows } = await owner.query<{ place: string }>(`
      select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'public' and (column_name like '%microcents' or column_name like 'window%' or column_name in ('open_holds', 'in_debt'))
         and has_column_privilege('farebox_app', quote_ident(table_name), column_name, 'update')
       order by 1`)
    // Terms a person sets, never a count that money moves.
    expect(rows.map((row) => row.place)).toEqual(termsPeopleSet)
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
