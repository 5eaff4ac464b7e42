// A package for a user of an app, who needs no account: `POST /v1/users/{id}/checkout`. The user is named by it if they were not.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import type { ReturnUrls } from '../topups/return-urls.ts'
import { type StartedOrder, startOrder } from '../topups/start-order.ts'
import { ensureExternalUser } from './ensure-external-user.ts'
import type { UserScope } from './user-record.ts'

export type UserCheckout = UserScope &
  ReturnUrls & { externalUserId: string; packageName: string; isDevelopment: boolean; walletUrl: string; now: Date }

/** Nothing is asked of Stripe here: the page this leads to does, when the buyer presses pay. */
export async function startUserCheckout(
  database: Database,
  { walletUrl, now, ...purchase }: UserCheckout,
): Promise<StartedOrder & { publicOrderId: string }> {
  const { appId, mode, externalUserId } = purchase
  return database.$transaction(async (transaction) => {
    const { walletId } = await ensureExternalUser(transaction, { appId, mode, externalUserId, now })
    const { kind } = await transaction.wallet.findUniqueOrThrow({ where: { id: walletId } })
    // A visit ends by itself, and money somebody paid for must not: they sign in first.
    if (kind === 'guest')
      throw new AppError('invalid_request', { message: 'A guest cannot be topped up. They sign in first: nothing was charged.' })
    const { orderId, checkoutUrl } = await startOrder(transaction, { kind: 'app_user_topup', walletId, ...purchase }, { now, walletUrl })
    return { orderId, publicOrderId: publicId('order', orderId), checkoutUrl }
  })
}
