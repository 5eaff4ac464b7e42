// Who pays an order, for counting: the wallet, or the organization where a developer puts in money.
import type { OrderModel, WalletModel } from '@farebox/db'
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
