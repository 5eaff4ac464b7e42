// A sandbox wallet or pool gets play money: every sandbox wallet starts with $100.
import type { Microcents } from '@farebox/money'
import { grantPool, lot, sandboxSource } from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type SandboxWalletFunded = { transactionId: string; walletId: string; lotId: string; amountMicrocents: Microcents }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | sandbox source | the new lot | the play money |
 *
 * Example: a new sandbox wallet: lot +$100.00. No live account is touched: a transfer has one mode for both its sides.
 */
export function sandboxWalletFunded({ transactionId, walletId, lotId, amountMicrocents }: SandboxWalletFunded): Movement {
  return movement({
    kind: 'sandbox_wallet.funded',
    mode: 'sandbox',
    transactionId,
    operationKey: `sandbox-wallet:${walletId}`,
    walletId,
    walletIds: [walletId],
    newLots: [{ walletId, id: lotId, kind: 'topup', originalMicrocents: amountMicrocents }],
    transfers: [{ debit: sandboxSource, credit: lot(lotId), amount: amountMicrocents }],
  })
}

export type SandboxPoolFunded = { transactionId: string; appId: string; amountMicrocents: Microcents }

/** Sandbox source → the app's sandbox grant pool, once per app. */
export function sandboxPoolFunded({ transactionId, appId, amountMicrocents }: SandboxPoolFunded): Movement {
  return movement({
    kind: 'sandbox_pool.funded',
    mode: 'sandbox',
    transactionId,
    operationKey: `sandbox-pool:${appId}`,
    transfers: [{ debit: sandboxSource, credit: grantPool(appId), amount: amountMicrocents }],
  })
}
