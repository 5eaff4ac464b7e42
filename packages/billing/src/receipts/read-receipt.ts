// The receipt a mail links to: one purchase and the charges made from it, for whoever has the link. No account is needed.
import { type Database, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { findClaim } from '../claims/claim-wallet.ts'
import { type WalletCharge, withApps } from '../wallet/wallet-charges.ts'
import { describePurchase, type Purchase } from './purchase.ts'
import { receiptHash } from './send-receipt.ts'

export type ReceiptCharge = WalletCharge & {
  /** What this purchase paid of it; the rest came from other money of the wallet. */
  fromPurchase: Microcents
}

export type ReadReceipt = {
  purchase: Purchase
  /** The app it was bought through. */
  appName: string | null
  /** Where its money is spendable in that app only. */
  isUnclaimed: boolean
  charges: ReceiptCharge[]
  hasMore: boolean
}

const PAGE = 50

/** Throws `not_found` for a token that was never sent, or was replaced by a later mail's. */
export async function readReceipt(
  database: Database,
  { token, after }: { token: string; after?: string | undefined },
): Promise<ReadReceipt> {
  const order = await database.order.findUnique({ where: { receiptTokenHash: receiptHash(token) } })
  if (!order) throw new AppError('not_found', { message: 'This receipt link is not valid, or a later mail replaced it.' })
  const { walletId, lotId, appId } = order
  const [purchase, app, wallet, claim, made] = await Promise.all([
    describePurchase(database, order),
    appId ? database.app.findUnique({ where: { id: appId }, select: { name: true } }) : null,
    walletId ? database.wallet.findUnique({ where: { id: walletId }, select: { kind: true } }) : null,
    walletId ? findClaim(database, walletId) : null,
    walletId && lotId ? chargesFrom(database, { walletId, lotId, appId, after }) : { charges: [], hasMore: false },
  ])
  const isUnclaimed = wallet?.kind === 'unclaimed' && claim === null
  // Bought through an app for a wallet that has an owner: the buyer may be somebody else, and learns nothing of other apps.
  const left = appId && !isUnclaimed ? null : purchase.left
  return { purchase: { ...purchase, left }, appName: app?.name ?? null, isUnclaimed, ...made }
}

type FromLot = {
  walletId: string
  lotId: string
  /** Set: this app's charges only. */
  appId: string | null
  after?: string | undefined
}

async function chargesFrom(database: Database, { walletId, lotId, appId, after }: FromLot) {
  const afterId = (after && parsePublicId(after, 'charge')) || null
  const paid = await database.$queryRaw<{ id: string; amount: bigint }[]>`
    select charge.id::text as id, sum(transfer.amount_microcents)::bigint as amount
      from transfer join charge on charge.wallet_id = transfer.wallet_id and charge.id = transfer.transaction_id
     where transfer.wallet_id = ${walletId}::uuid and transfer.debit_kind = 'lot' and transfer.debit_id = ${lotId}::uuid
       and (${appId}::uuid is null or charge.app_id = ${appId}::uuid)
       and (${afterId}::uuid is null or charge.id < ${afterId}::uuid)
     group by charge.id order by charge.id desc limit ${PAGE + 1}`
  const amounts = new Map(paid.slice(0, PAGE).map(({ id, amount }) => [id, amount]))
  const rows = await database.charge.findMany({ where: { walletId, id: { in: [...amounts.keys()] } }, orderBy: { id: 'desc' } })
  const described = await withApps(database, rows)
  const charges = described.map((charge, place) => ({ ...charge, fromPurchase: microcents(amounts.get(rows[place]?.id ?? '') ?? 0n) }))
  return { charges, hasMore: paid.length > PAGE }
}
