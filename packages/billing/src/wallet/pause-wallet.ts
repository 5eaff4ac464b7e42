// Pause all spending, and resume it. A pause stops new calls of every app at once; calls under way finish and are charged.
import type { Database } from '@farebox/db'
import { AppError } from '@farebox/errors'

/** Only between open and paused: a wallet frozen or closed by Farebox is not opened by its owner. */
export async function pauseWallet(database: Database, walletId: string, isPaused: boolean): Promise<void> {
  const [from, to] = isPaused ? (['open', 'paused'] as const) : (['paused', 'open'] as const)
  const { count } = await database.wallet.updateMany({ where: { id: walletId, status: { in: [from, to] } }, data: { status: to } })
  if (count === 0) throw new AppError('wallet_frozen')
}
