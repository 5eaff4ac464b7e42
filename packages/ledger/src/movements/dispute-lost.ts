// A dispute is lost: the money is gone, and it is written down who bears it.
import type { Mode } from '@farebox/db'
import type { Microcents } from '@farebox/money'
import {
  type Account,
  disputed,
  disputeHold,
  disputeLoss,
  earningsHeld,
  organizationReceivable,
  packageFee,
  userReceivable,
} from '../account.ts'
import { type Movement, movement } from '../movement.ts'

export type OrganizationPart = { organizationId: string; amountMicrocents: Microcents }

/** Who bears a lost dispute, in this order. */
export type DisputeShares = {
  /** What was left of the payment, and is frozen. */
  frozenMicrocents: Microcents
  /** Markup that this payment paid: what was held of it, and what is owed since it has been paid out. */
  held: readonly OrganizationPart[]
  owed: readonly OrganizationPart[]
  /** A developer's own payment for their balance: what is not left in that wallet. */
  walletOwes?: { walletId: string; amountMicrocents: Microcents } | undefined
  packageMicrocents: Microcents
  lossMicrocents: Microcents
}

export type DisputeLost = { transactionId: string; mode: Mode; disputeId: string; step: number; shares: DisputeShares }

/**
 * | debit | credit | amount |
 * |---|---|---|
 * | dispute hold | disputed | what was left of the payment |
 * | earnings, held | disputed | the markup it paid, as far as it is held |
 * | receivable of the organization | disputed | markup that was paid out before; of a pool, what was spent of it |
 * | receivable of the wallet | disputed | of an organization's own balance, what was spent of it |
 * | package fee | disputed | its share of the fee |
 * | dispute loss | disputed | the rest: ours |
 *
 * Example: $10.00, of which $8.50 were credited and $5.00 spent, $0.65 of it markup: hold −$3.50, held −$0.65, package fee −$1.50,
 * loss +$4.35, disputed −$10.00.
 */
export function disputeLost({ disputeId, step, shares, ...rest }: DisputeLost): Movement {
  return movement({
    ...rest,
    kind: 'dispute.lost',
    operationKey: `dispute:${disputeId}:${step}`,
    ...(shares.walletOwes && { walletIds: [shares.walletOwes.walletId] }),
    transfers: bearersOf(disputeId, shares).map(([debit, amount]) => ({ debit, credit: disputed(disputeId), amount })),
  })
}

/** Each who bears a part of it, and which. */
export function bearersOf(disputeId: string, shares: DisputeShares): [Account, Microcents][] {
  const { frozenMicrocents, held, owed, walletOwes, packageMicrocents, lossMicrocents } = shares
  return [
    [disputeHold(disputeId), frozenMicrocents],
    ...held.map(({ organizationId, amountMicrocents }): [Account, Microcents] => [earningsHeld(organizationId), amountMicrocents]),
    ...owed.map(({ organizationId, amountMicrocents }): [Account, Microcents] => [
      organizationReceivable(organizationId),
      amountMicrocents,
    ]),
    ...(walletOwes ? [[userReceivable(walletOwes.walletId), walletOwes.amountMicrocents] as [Account, Microcents]] : []),
    [packageFee, packageMicrocents],
    [disputeLoss, lossMicrocents],
  ]
}
