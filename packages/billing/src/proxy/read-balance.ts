// What a caller's app may still spend of a payer's money. Never what else is in the wallet.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { type Microcents, microcents } from '@farebox/money'
import type { MeteringProxy } from './open-proxy.ts'

export type Balance = {
  available: Microcents
  /** Reserved by this app's calls under way. */
  held: Microcents
  status: 'ok' | 'low' | 'empty'
  topupUrl: string
}

const LOW_MICROCENTS = 100_000_000n

export async function readBalance(proxy: MeteringProxy, caller: ApiKeyPrincipal, externalUserId: string | undefined): Promise<Balance> {
  const payer = await proxy.payers.findNow(caller, externalUserId)
  const [available, holds] = await Promise.all([
    proxy.holds.spendable(payer.walletId, payer.connectionId),
    proxy.database.hold.aggregate({
      where: { walletId: payer.walletId, connectionId: payer.connectionId, state: 'open' },
      _sum: { amountMicrocents: true },
    }),
  ])
  return {
    available,
    held: microcents(holds._sum.amountMicrocents ?? 0n),
    status: available === 0n ? 'empty' : available < LOW_MICROCENTS ? 'low' : 'ok',
    topupUrl: proxy.links.topup(payer),
  }
}
