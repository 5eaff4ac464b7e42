// Whether an organization can be paid now, how much, and if not, why: the same answer for the run and for the developer's calendar.
import type { DatabaseTransaction, PayoutAccountModel } from '@farebox/db'
import { least, type Microcents, microcents, wholeCents } from '@farebox/money'
import { type EarningsBalances, earningsBalances } from './earnings-balances.ts'
import type { PayoutSettings } from './payout-settings.ts'
import { unfinishedStatuses } from './payout-statuses.ts'

/** What stands between earnings and a payout, most lasting first. */
export type PayoutBlocker = 'no_account' | 'account_not_ready' | 'negative_balance' | 'hold' | 'unfinished' | 'debt' | 'minimum'

export type PayableFacts = EarningsBalances & {
  account: PayoutAccountModel | null
  isOnHold: boolean
  hasUnfinished: boolean
}

export type Payable = {
  /** Whole cents that a payout would be, whether or not something stands in its way. */
  amountCents: number
  /** What of the earnings repays the debt first. */
  recoupedMicrocents: Microcents
  blockers: PayoutBlocker[]
}

export async function payableFacts(transaction: DatabaseTransaction, organizationId: string): Promise<PayableFacts> {
  const balances = await earningsBalances(transaction, organizationId)
  const account = await transaction.payoutAccount.findUnique({ where: { organizationId } })
  const holds = await transaction.earningsHold.count({ where: { organizationId, releasedAt: null } })
  const unfinished = await transaction.payout.count({ where: { organizationId, status: { in: [...unfinishedStatuses] } } })
  return { ...balances, account, isOnHold: holds > 0, hasUnfinished: unfinished > 0 }
}

export function payableNow(facts: PayableFacts, { minimumCents }: PayoutSettings): Payable {
  const recoupedMicrocents = least(facts.available, facts.owed)
  const amountCents = wholeCents(microcents(facts.available - recoupedMicrocents))
  return { amountCents, recoupedMicrocents, blockers: blockersOf(facts, amountCents, minimumCents) }
}

function blockersOf({ account, isOnHold, hasUnfinished, available, owed }: PayableFacts, amountCents: number, minimumCents: number) {
  const standing: [PayoutBlocker, boolean][] = [
    ['no_account', account === null],
    ['account_not_ready', account !== null && account.transfersStatus !== 'active'],
    ['negative_balance', (account?.stripeBalanceCents ?? 0) < 0],
    ['hold', isOnHold],
    ['unfinished', hasUnfinished],
    ['debt', owed > available],
    ['minimum', amountCents < minimumCents],
  ]
  return standing.filter(([, stands]) => stands).map(([blocker]) => blocker)
}
