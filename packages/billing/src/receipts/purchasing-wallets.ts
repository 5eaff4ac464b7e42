// Whose purchases are a wallet's: its own, and those of wallets it claimed.
import type { Database } from '@farebox/db'

export async function purchasingWallets(database: Database, walletId: string): Promise<string[]> {
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: walletId }, select: { walletId: true } })
  return [walletId, ...claimed.map((claim) => claim.walletId)]
}
