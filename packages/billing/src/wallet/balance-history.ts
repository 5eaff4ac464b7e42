// Every change of a wallet that is not a call, newest first: what happened, how much, and what was there afterwards. Nothing changes a
// balance without a row here; what calls took lies between two rows.
import { type Database, type FundingUpdateModel, parsePublicId, publicId } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'

type BalanceChange = {
  id: string
  at: Date
  /** The movement that did it, such as `topup.received`. */
  cause: string
  change: Microcents
  /** Afterwards, with what was in use by calls, and gifts. */
  after: Microcents
  /** The purchase it is about, where there is one of this wallet. */
  orderId: string | null
}

type HistoryPage = { after?: string | undefined; limit: number }

type Update = Pick<FundingUpdateModel, 'transactionId' | 'at' | 'cause' | 'oldMicrocents' | 'newMicrocents'>

export async function balanceHistory(database: Database, walletId: string, { after, limit }: HistoryPage) {
  const afterId = after && parsePublicId(after, 'transaction')
  // Some movements touch a wallet without changing what it holds.
  const updates = await database.$queryRaw<Update[]>`
    select transaction_id::text as "transactionId", at, cause, old_microcents as "oldMicrocents", new_microcents as "newMicrocents"
      from funding_update
     where wallet_id = ${walletId}::uuid and old_microcents <> new_microcents
       and (${afterId || null}::uuid is null or transaction_id < ${afterId || null}::uuid)
     order by transaction_id desc limit ${limit + 1}`
  const shown = updates.slice(0, limit)
  const orders = await ordersOf(database, { walletId, transactionIds: shown.map(({ transactionId }) => transactionId) })
  const rows: BalanceChange[] = shown.map(({ transactionId, at, cause, oldMicrocents, newMicrocents }) => ({
    ...{ id: publicId('transaction', transactionId), at, cause },
    change: microcents(newMicrocents - oldMicrocents),
    after: microcents(newMicrocents),
    orderId: orders.get(transactionId) ?? null,
  }))
  return { rows, hasMore: updates.length > limit }
}

/** By the lot it moved, or the lot that one came from: every lot of a purchase names it. */
async function ordersOf(
  database: Database,
  { walletId, transactionIds }: { walletId: string; transactionIds: string[] },
): Promise<Map<string, string>> {
  if (transactionIds.length === 0) return new Map()
  const rows = await database.$queryRaw<{ transactionId: string; orderId: string }[]>`
    select transfer.transaction_id::text as "transactionId", (min(owned.id::text)) as "orderId"
      from transfer
      join lot on lot.wallet_id = transfer.wallet_id
              and ((transfer.debit_kind = 'lot' and lot.id = transfer.debit_id) or (transfer.credit_kind = 'lot' and lot.id = transfer.credit_id))
      join "order" owned on owned.wallet_id = ${walletId}::uuid and owned.lot_id = coalesce(lot.origin_lot_id, lot.id)
     where transfer.wallet_id = ${walletId}::uuid and transfer.transaction_id = any(${transactionIds}::uuid[])
     group by transfer.transaction_id having count(distinct owned.id) = 1`
  return new Map(rows.map(({ transactionId, orderId }) => [transactionId, publicId('order', orderId)]))
}
