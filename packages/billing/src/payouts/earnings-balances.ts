// Where an organization's live earnings are now, and what it owes.
import type { DatabaseTransaction } from '@farebox/db'
import { type Microcents, microcents, ZERO } from '@farebox/money'

export type EarningsBalances = {
  available: Microcents
  held: Microcents
  /** A debt: earnings already paid out on money that was taken back later. */
  owed: Microcents
}

export async function earningsBalances(transaction: DatabaseTransaction, organizationId: string): Promise<EarningsBalances> {
  const accounts = await transaction.account.findMany({
    where: { mode: 'live', id: organizationId, kind: { in: ['earnings_available', 'earnings_held', 'organization_receivable'] } },
  })
  const balance = (kind: string) => {
    const account = accounts.find((candidate) => candidate.kind === kind)
    return account ? microcents(account.balanceMicrocents) : ZERO
  }
  return { available: balance('earnings_available'), held: balance('earnings_held'), owed: balance('organization_receivable') }
}
