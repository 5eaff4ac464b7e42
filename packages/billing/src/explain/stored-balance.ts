// A balance as it is kept: on the row of a lot or guarded account, or in the fold plus what was not folded yet.
import type { DatabaseTransaction, Mode } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import { creditSign, type ExplainedAccount, isGuarded, ledgerKind } from './accounts.ts'

export async function storedBalance(snapshot: DatabaseTransaction, mode: Mode, account: ExplainedAccount): Promise<Microcents> {
  if (account.kind === 'wallet') return lotsTotal(snapshot, mode, { walletId: account.id })
  if (account.kind === 'lot') return lotsTotal(snapshot, mode, { id: account.id })
  if (isGuarded(account.kind)) {
    const row = await snapshot.account.findUnique({ where: { mode_kind_id: { mode, kind: account.kind, id: account.id } } })
    return microcents(row?.balanceMicrocents ?? 0n)
  }
  return foldedTotal(snapshot, mode, account)
}

/** What a lot has: spendable, and held by calls under way. */
async function lotsTotal(snapshot: DatabaseTransaction, mode: Mode, where: { walletId: string } | { id: string }): Promise<Microcents> {
  const lots = await snapshot.lot.findMany({ where, select: { walletId: true, availableMicrocents: true, heldMicrocents: true } })
  const wallets = await snapshot.wallet.findMany({
    where: { id: { in: lots.map(({ walletId }) => walletId) }, mode },
    select: { id: true },
  })
  const ofMode = new Set(wallets.map(({ id }) => id))
  const held = lots.filter(({ walletId }) => ofMode.has(walletId))
  return microcents(held.reduce((total, lot) => total + lot.availableMicrocents + lot.heldMicrocents, 0n))
}

async function foldedTotal(snapshot: DatabaseTransaction, mode: Mode, account: ExplainedAccount): Promise<Microcents> {
  const [row] = await snapshot.$queryRawUnsafe<{ balance: string }[]>(
    `select (coalesce((select sum(credits_microcents - debits_microcents) from account_fold where mode = $1::mode and kind = $2::account_kind and id = $3::uuid), 0)
           + coalesce((select sum(case when credit_kind = $2::account_kind and credit_id = $3::uuid then amount_microcents else -amount_microcents end)
                         from transfer
                        where mode = $1::mode and created_xid >= coalesce((select folded_xid from fold_watermark), '0')
                          and ((credit_kind = $2::account_kind and credit_id = $3::uuid) or (debit_kind = $2::account_kind and debit_id = $3::uuid))), 0))::text as balance`,
    mode,
    ledgerKind(account.kind),
    account.id,
  )
  return microcents(BigInt(row?.balance ?? 0) * BigInt(creditSign(account.kind)))
}
