// A lost dispute is open again, or was won after all: everybody gets back the part they bore.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import { disputed, earningsAvailable, lot } from '../account.ts'
import { type Movement, movement, type Transfer } from '../movement.ts'
import { bearersOf, type DisputeShares, type OrganizationPart } from './dispute-lost.ts'

export type DisputeLossReturned = {
  transactionId: string
  mode: Mode
  disputeId: string
  step: number
  /** What each gets back where it came from. */
  shares: DisputeShares
  /** What an organization owed for it and has repaid since, out of its earnings. */
  repaid: readonly OrganizationPart[]
  /** What a wallet owed for it and has repaid since: a new lot. */
  repaidByWallet?: { walletId: string; lotId: string; amountMicrocents: Microcents } | undefined
}

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | disputed | dispute hold; earnings, held; receivables; package fee; dispute loss | what each bore |
 * | disputed | earnings, available | of what an organization owed: what it has repaid since |
 * | disputed | a new lot | of what a wallet owed: what it has repaid since |
 *
 * Example: the appeal is won: disputed +$10.00, hold +$3.50, held +$0.65, package fee +$1.50, loss −$4.35.
 */
export function disputeLossReturned(facts: DisputeLossReturned): Movement {
  const { transactionId, mode, disputeId, step, shares, repaid, repaidByWallet } = facts
  const debit = disputed(disputeId)
  const transfers: Transfer[] = [
    ...bearersOf(disputeId, shares).map(([credit, amount]) => ({ debit, credit, amount })),
    ...repaid.map(({ organizationId, amountMicrocents: amount }) => ({ debit, credit: earningsAvailable(organizationId), amount })),
    ...(repaidByWallet ? [{ debit, credit: lot(repaidByWallet.lotId), amount: repaidByWallet.amountMicrocents }] : []),
  ]
  const wallets = [shares.walletOwes?.walletId, repaidByWallet?.walletId].filter((id) => id !== undefined)
  return movement({
    kind: 'dispute.loss_returned',
    mode,
    transactionId,
    operationKey: `dispute:${disputeId}:${step}`,
    walletIds: [...new Set(wallets)],
    newLots: repaidByWallet ? [newLot(repaidByWallet)] : [],
    transfers,
  })
}

function newLot({ walletId, lotId, amountMicrocents }: NonNullable<DisputeLossReturned['repaidByWallet']>) {
  return { walletId, id: lotId, kind: 'topup', originalMicrocents: amountMicrocents } as const
}
