// Balances in all: Stripe's against the sum of its own lines, folded accounts against the journal, and payments stuck in clearing.
import type { AccountKind, DatabaseTransaction } from '@farebox/db'
import { formatExact, type Microcents, microcents, ZERO } from '@farebox/money'
import type { FoundBreak } from './found-break.ts'
import { centsToMicrocents } from './line-amount.ts'

export type ComparedBalances = { breaks: FoundBreak[]; stripeBalance: Microcents; ledgerBalance: Microcents }

export async function compareBalances(snapshot: DatabaseTransaction): Promise<ComparedBalances> {
  const mirror = await snapshot.stripeMirror.findUnique({ where: { id: 1 } })
  const stripeBalance = mirror ? centsToMicrocents(mirror.balanceCents) : ZERO
  const ledgerBalance = await journalBalance(snapshot)
  const breaks = [...(await balanceDrift(snapshot, stripeBalance)), ...(await foldDrifts(snapshot)), ...(await stuckInClearing(snapshot))]
  return { breaks, stripeBalance, ledgerBalance }
}

async function journalBalance(snapshot: DatabaseTransaction): Promise<Microcents> {
  const [row] = await snapshot.$queryRaw<{ balance: string }[]>`
    select coalesce(sum(case when debit_kind = 'stripe_balance' then amount_microcents else -amount_microcents end), 0)::text as balance
      from transfer where mode = 'live' and (debit_kind = 'stripe_balance' or credit_kind = 'stripe_balance')`
  return microcents(BigInt(row?.balance ?? 0))
}

async function balanceDrift(snapshot: DatabaseTransaction, stripeBalance: Microcents): Promise<FoundBreak[]> {
  const { _sum } = await snapshot.stripeBalanceTransaction.aggregate({ _sum: { netCents: true } })
  const lines = centsToMicrocents(_sum.netCents ?? 0n)
  const drift = microcents(stripeBalance - lines)
  if (drift === 0n) return []
  const explanation = `Stripe says our balance is ${formatExact(stripeBalance)}; the lines of its book add up to ${formatExact(lines)}, a difference of ${formatExact(drift)}. Lines are missing in what we read of it.`
  return [{ kind: 'balance_drift', subject: 'stripe_balance', severity: 'money', amountMicrocents: drift, explanation }]
}

type Drift = { mode: string; kind: AccountKind; id: string; folded: string; journal: string }

/** What the fold has added up, against the journal it was added up from. */
async function foldDrifts(snapshot: DatabaseTransaction): Promise<FoundBreak[]> {
  const drifts = await snapshot.$queryRaw<Drift[]>`
    with journal as (
      select mode, kind, id, sum(change) as balance from (
        select mode, debit_kind as kind, debit_id as id, -amount_microcents as change from transfer
         where created_xid < (select folded_xid from fold_watermark)
        union all
        select mode, credit_kind, credit_id, amount_microcents from transfer where created_xid < (select folded_xid from fold_watermark)
      ) as side where kind <> 'lot' group by mode, kind, id
    ), folded as (
      select mode, kind, id, sum(credits_microcents - debits_microcents) as balance from account_fold group by mode, kind, id
    )
    select mode::text, kind, id::text, coalesce(folded.balance, 0)::text as folded, coalesce(journal.balance, 0)::text as journal
      from journal full join folded using (mode, kind, id)
     where coalesce(folded.balance, 0) <> coalesce(journal.balance, 0) limit 50`
  return drifts.map(({ mode, kind, id, folded, journal }) => {
    const drift = microcents(BigInt(folded) - BigInt(journal))
    const explanation = `The folded sum of ${kind} ${id} (${mode}) is ${formatExact(drift)} off the journal’s. Pages that read the fold are wrong by that; the journal is not.`
    return { kind: 'fold_drift', subject: `${mode} ${kind} ${id}`, severity: 'money' as const, amountMicrocents: drift, explanation }
  })
}

/** One break per payment, so that each is found by its name. Invariant 8 says the same of the sum. */
async function stuckInClearing(snapshot: DatabaseTransaction): Promise<FoundBreak[]> {
  const stuck = await snapshot.$queryRaw<{ paymentIntent: string; priceCents: number; paidAt: Date }[]>`
    select payment_intent as "paymentIntent", price_cents as "priceCents", paid_at as "paidAt" from "order"
     where mode = 'live' and status = 'paid' and fee_booked_at is null and paid_at < ledger_clock() - interval '48 hours' order by paid_at limit 200`
  return stuck.map(({ paymentIntent, priceCents, paidAt }) => {
    const amountMicrocents = centsToMicrocents(BigInt(priceCents))
    const explanation = `The payment ${paymentIntent} of ${formatExact(amountMicrocents)} was credited ${paidAt.toISOString()}, and its line in Stripe’s book is not booked yet: it is in clearing for more than 48 hours.`
    return { kind: 'clearing_stuck', subject: paymentIntent, severity: 'money' as const, amountMicrocents, explanation }
  })
}
