// Who pays an order, for counting and on the lists: the wallet, or the organization where a developer puts in money.
import type { DatabaseTransaction, OrderModel, WalletModel } from '@farebox/db'
import { assert } from '@farebox/errors'

export type PayerFacts = Pick<OrderModel, 'kind' | 'walletId' | 'organizationId'>

export const isOfOrganization = ({ kind }: Pick<OrderModel, 'kind'>): boolean => kind !== 'wallet_topup'

export function payerOf(order: PayerFacts): string {
  const payerId = isOfOrganization(order) ? order.organizationId : order.walletId
  assert(payerId, 'an order has somebody who pays')
  return payerId
}

/** Who pays what is bought for this wallet's own balance. */
export function payerOfWallet({ id: walletId, organizationId }: Pick<WalletModel, 'id' | 'organizationId'>): PayerFacts {
  return { kind: organizationId ? 'organization_topup' : 'wallet_topup', walletId, organizationId }
}

/** Every id this payer goes by, its own first: a wallet that was claimed is its claimer's. */
export async function idsOfPayer(database: DatabaseTransaction, payer: PayerFacts): Promise<[string, ...string[]]> {
  const id = payerOf(payer)
  if (isOfOrganization(payer)) return [id]
  const claim = await database.walletClaim.findUnique({ where: { walletId: id } })
  const ownId = claim?.toWalletId ?? id
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: ownId }, select: { walletId: true } })
  return [ownId, ...claimed.map(({ walletId }) => walletId)]
}
