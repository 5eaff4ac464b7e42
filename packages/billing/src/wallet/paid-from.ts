// Which money paid a charge: its lots, in the words of their owner.
import type { ChargeModel, Database, LotModel } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'

export type PaidPart = { kind: LotModel['kind']; since: Date; amount: Microcents }

export async function paidFrom(database: Database, { walletId, id }: Pick<ChargeModel, 'walletId' | 'id'>): Promise<PaidPart[]> {
  const transfers = await database.transfer.findMany({ where: { walletId, transactionId: id, debitKind: 'lot' } })
  const paid = new Map<string, bigint>()
  for (const { debitId, amountMicrocents } of transfers) paid.set(debitId, (paid.get(debitId) ?? 0n) + amountMicrocents)
  const lots = await database.lot.findMany({ where: { walletId, id: { in: [...paid.keys()] } }, orderBy: { id: 'asc' } })
  return lots.map(({ id: lotId, kind, createdAt }) => ({ kind, since: createdAt, amount: microcents(paid.get(lotId) ?? 0n) }))
}
