// The books as plain SQL reads them, past every use case: sums over the journal, and the rows of payouts.
import pg from 'pg'

export type OrganizationBooks = {
  organizationId: string
  /** Everything that was ever credited to pending. */
  earned: bigint
  pending: bigint
  available: bigint
  held: bigint
  reserved: bigint
}

export type PayoutRow = {
  payoutId: string
  organizationId: string
  stripeAccountId: string
  status: string
  amountCents: bigint
  reversedCents: bigint
  transferId: string | null
}

export type Books = {
  organizations: OrganizationBooks[]
  payouts: PayoutRow[]
  stripeBalanceMicrocents: bigint
  /** Guarded accounts whose stored balance is not the sum of their transfers. */
  drifted: string[]
  /** How many attempts ended how. */
  attempts: Record<string, number>
}

export async function readBooks(url: string): Promise<Books> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return {
      organizations: (await client.query(organizationsQuery)).rows.map(organizationOf),
      payouts: (await client.query(payoutsQuery)).rows.map(payoutOf),
      stripeBalanceMicrocents: BigInt((await client.query(stripeBalanceQuery)).rows[0].balance),
      drifted: (await client.query(driftQuery)).rows.map(({ account }) => account),
      attempts: Object.fromEntries((await client.query(attemptsQuery)).rows.map(({ outcome, count }) => [outcome, Number(count)])),
    }
  } finally {
    await client.end()
  }
}

/** Each transfer from both of its sides: what came is positive, what went is negative. */
const sides = `
  select credit_kind::text as kind, credit_id as id, amount_microcents as came, 0 as went from transfer where mode = 'live'
  union all
  select debit_kind::text, debit_id, 0, amount_microcents from transfer where mode = 'live'`

const organizationsQuery = `
  select coalesce(payout.organization_id, side.id)::text as organization_id,
         coalesce(sum(came) filter (where kind = 'earnings_pending'), 0)::text as earned,
         coalesce(sum(came - went) filter (where kind = 'earnings_pending'), 0)::text as pending,
         coalesce(sum(came - went) filter (where kind = 'earnings_available'), 0)::text as available,
         coalesce(sum(came - went) filter (where kind = 'earnings_held'), 0)::text as held,
         coalesce(sum(came - went) filter (where kind = 'payout'), 0)::text as reserved
    from (${sides}) as side
    left join payout on side.kind = 'payout' and payout.id = side.id
   where kind in ('earnings_pending', 'earnings_available', 'earnings_held', 'payout', 'organization_receivable')
   group by 1`

const payoutsQuery = `
  select id::text, organization_id::text, stripe_account_id, status::text, amount_cents::text, reversed_cents::text, stripe_transfer_id
    from payout order by created_at, id`

const stripeBalanceQuery = `select coalesce(sum(went - came), 0)::text as balance from (${sides}) as side where kind = 'stripe_balance'`

const driftQuery = `
  select account.kind || ' ' || account.id as account
    from account left join (${sides}) as side on side.kind = account.kind::text and side.id = account.id
   where account.mode = 'live' and account.kind in ('earnings_available', 'earnings_held', 'payout')
   group by account.kind, account.id, account.balance_microcents
  having account.balance_microcents <> coalesce(sum(came - went), 0)`

const attemptsQuery = `select outcome::text, count(*) from payout_attempt group by outcome order by outcome`

function organizationOf(row: Record<string, string>): OrganizationBooks {
  const { organization_id: organizationId = '', earned = '0', pending = '0', available = '0', held = '0', reserved = '0' } = row
  return {
    ...{ organizationId, earned: BigInt(earned), pending: BigInt(pending) },
    ...{ available: BigInt(available), held: BigInt(held), reserved: BigInt(reserved) },
  }
}

function payoutOf(row: Record<string, string>): PayoutRow {
  return {
    ...{ payoutId: row.id ?? '', organizationId: row.organization_id ?? '', stripeAccountId: row.stripe_account_id ?? '' },
    ...{ status: row.status ?? '', amountCents: BigInt(row.amount_cents ?? '0'), reversedCents: BigInt(row.reversed_cents ?? '0') },
    transferId: row.stripe_transfer_id ?? null,
  }
}
