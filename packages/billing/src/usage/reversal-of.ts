// Whether a charge was given back, how much of it, and when.
import type { Database } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'

export type ReversalOfCharge = { amount: Microcents; at: Date }

export async function reversalOf(database: Database, chargeId: string): Promise<ReversalOfCharge | undefined> {
  const operation = await database.operation.findUnique({ where: { operationKey: `reverse:${chargeId}` } })
  if (!operation) return undefined
  const { walletId, transactionId, createdAt } = operation
  const { _sum } = await database.transfer.aggregate({ where: { walletId, transactionId }, _sum: { amountMicrocents: true } })
  return { amount: microcents(_sum.amountMicrocents ?? 0n), at: createdAt }
}
