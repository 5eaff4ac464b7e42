// The books as plain SQL reads them, past every use case: sums over the journal by wallet, by organization and by kind of account.
import pg from 'pg'
import type { Buyer } from './notebook.ts'

export type Books = {
  wallets: Map<string, { left: bigint; frozen: bigint; owed: bigint; inDebt: boolean }>
  organizations: Map<string, bigint>
  accounts: Map<string, bigint>
  /** Accounts whose stored balance is not the sum of their transfers. */
  drifted: string[]
  /** How often each kind of movement was posted. */
  movements: Record<string, number>
  buyers: Buyer[]
}

export async function readBooks(url: string): Promise<Books> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const rows = async (query: string): Promise<Record<string, string>[]> => (await client.query(query)).rows
  try {
    await client.query('begin isolation level repeatable read read only')
    return {
      wallets: new Map((await rows(walletsQuery)).map(walletOf)),
      organizations: new Map((await rows(organizationsQuery)).map(({ id = '', amount = '0' }) => [id, BigInt(amount)])),
      accounts: new Map((await rows(accountsQuery)).map(({ kind = '', amount = '0' }) => [kind, BigInt(amount)])),
      drifted: (await rows(driftQuery)).map(({ account = '' }) => account),
      movements: Object.fromEntries((await rows(movementsQuery)).map(({ kind = '', times = '0' }) => [kind, Number.parseInt(times, 10)])),
      buyers: (await rows(buyersQuery)).map(buyerOf),
    }
  } finally {
    await client.end()
  }
}

/** Each transfer from both of its sides: what came is positive. */
const sides = `
  select credit_kind::text as kind, credit_id as id, amount_microcents as came from transfer where mode = 'live'
  union all
  select debit_kind::text, debit_id, -amount_microcents from transfer where mode = 'live'`

const walletsQuery = `
  select wallet.id::text, bool_or(wallet.in_debt)::text as in_debt,
         coalesce(sum(came) filter (where held.kind = 'lot'), 0)::text as remaining,
         coalesce(sum(came) filter (where held.kind = 'dispute_hold'), 0)::text as frozen,
         coalesce(-sum(came) filter (where held.kind = 'user_receivable'), 0)::text as owed
    from (select side.kind, came, case side.kind when 'lot' then lot.wallet_id when 'dispute_hold' then "order".wallet_id else side.id end as wallet_id
            from (${sides}) as side
            left join lot on side.kind = 'lot' and lot.id = side.id
            left join dispute on side.kind = 'dispute_hold' and dispute.id = side.id
            left join "order" on "order".id = dispute.order_id
           where side.kind in ('lot', 'dispute_hold', 'user_receivable')) as held
    join wallet on wallet.id = held.wallet_id
   group by wallet.id`

const organizationsQuery = `
  select coalesce(payout.organization_id, side.id)::text as id, sum(came)::text as amount
    from (${sides}) as side left join payout on side.kind = 'payout' and payout.id = side.id
   where side.kind in ('earnings_pending', 'earnings_available', 'earnings_held', 'payout', 'organization_receivable')
   group by 1`

/** What we have or have spent grows by debits; what we keep or owe by credits. */
const accountsQuery = `
  select kind, sum(case when kind in ('package_fee', 'refund_payable') then came else -came end)::text as amount
    from (${sides}) as side
   where kind in ('stripe_balance', 'stripe_fee', 'dispute_fee', 'dispute_loss', 'disputed', 'bad_debt', 'package_fee', 'refund_payable', 'topup_clearing')
   group by kind`

const driftQuery = `
  select account.kind || ' ' || account.id as account
    from account left join (${sides}) as side on side.kind = account.kind::text and side.id = account.id
   where account.mode = 'live' and account.kind not in ('lot')
   group by account.kind, account.id, account.balance_microcents
  having abs(account.balance_microcents) <> abs(coalesce(sum(came), 0))
  union all
  select 'lot ' || lot.id from lot left join (${sides}) as side on side.kind = 'lot' and side.id = lot.id
   join wallet on wallet.id = lot.wallet_id and wallet.mode = 'live'
   group by lot.id, lot.available_microcents, lot.held_microcents having lot.available_microcents + lot.held_microcents <> coalesce(sum(came), 0)`

const movementsQuery = `select kind, count(*) as times from transaction where mode = 'live' group by kind order by kind`

const buyersQuery = `select id::text, wallet_id::text, kind::text, credit_microcents::text from "order" where mode = 'live'`

function walletOf(row: Record<string, string>): [string, { left: bigint; frozen: bigint; owed: bigint; inDebt: boolean }] {
  const { id = '', remaining = '0', frozen = '0', owed = '0', in_debt } = row
  return [id, { left: BigInt(remaining), frozen: BigInt(frozen), owed: BigInt(owed), inDebt: in_debt === 'true' }]
}

const buyerOf = (row: Record<string, string>): Buyer => ({
  ...{ orderId: row.id ?? '', walletId: row.wallet_id ?? null, kind: row.kind ?? '' },
  creditMicrocents: BigInt(row.credit_microcents ?? '0'),
})
