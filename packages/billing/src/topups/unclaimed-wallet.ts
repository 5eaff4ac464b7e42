// Paying into a wallet nobody has claimed yet. Its address is the permission, as with an order's: it is known to the app whose user
// it belongs to and whom they sent there, and shows nothing but for which app one pays.
import { type Database, type Mode, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { markupNow } from '../apps/markup-now.ts'
import { type StartedOrder, startOrder } from './start-order.ts'
import { unclaimedTopupPage } from './unclaimed-topup-page.ts'

export type UnclaimedWallet = { walletId: string; appId: string; appName: string; externalUserId: string; mode: Mode; markupBps: number }

/** Throws `not_found` for anything but an unclaimed wallet. */
export async function findUnclaimedWallet(database: Database, name: string, now: Date): Promise<UnclaimedWallet> {
  const walletId = parsePublicId(name, 'wallet')
  const wallet = walletId ? await database.wallet.findUnique({ where: { id: walletId } }) : null
  const user = wallet?.kind === 'unclaimed' ? await database.externalUser.findFirst({ where: { walletId: wallet.id } }) : null
  const app = user && (await database.app.findUnique({ where: { id: user.appId } }))
  if (!wallet || !user || !app) throw new AppError('not_found')
  const { externalUserId } = user
  return {
    ...{ walletId: wallet.id, mode: wallet.mode, externalUserId },
    ...{ appId: app.id, appName: app.name, markupBps: markupNow(app, now).markupBps },
  }
}

export async function startUnclaimedTopup(
  database: Database,
  { wallet, packageName, walletUrl, now }: { wallet: UnclaimedWallet; packageName: string; walletUrl: string; now: Date },
): Promise<StartedOrder> {
  const { walletId, appId, externalUserId, mode } = wallet
  const page = unclaimedTopupPage(walletUrl, walletId)
  const purchase = { kind: 'app_user_topup', walletId, appId, externalUserId, mode, packageName, isDevelopment: false } as const
  return startOrder(database, { ...purchase, successUrl: `${page}?paid=1`, cancelUrl: page }, { now, walletUrl })
}
