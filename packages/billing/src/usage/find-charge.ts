// One charge of an app with the kinds of money that paid it: what the developer's receipt shows.
import { type Database, type LotKind, parsePublicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { explainPrice } from '../prices/explain-price.ts'
import { type ChargeRow, describeCharge } from './list-charges.ts'
import { type ReversalOfCharge, reversalOf } from './reversal-of.ts'

export type ChargeReceipt = ChargeRow & {
  provider: string
  explained: string
  sources: { kind: LotKind; amount: Microcents }[]
  /** What the developer gave back of it. */
  reversal: ReversalOfCharge | undefined
}

/** By the charge's or the request's id. Another app's charge is not found. */
export async function findCharge(
  database: Database,
  { appId, mode, id }: Pick<AppInMode, 'appId' | 'mode'> & { id: string },
): Promise<ChargeReceipt> {
  const chargeId = parsePublicId(id, 'charge', 'request')
  const charge = chargeId && (await database.charge.findFirst({ where: { id: chargeId, appId, mode } }))
  if (!charge) throw new AppError('not_found', { message: 'This app has no such charge.' })

  const [provider, explained, transfers, reversal] = await Promise.all([
    database.provider.findUnique({ where: { id: charge.providerId } }),
    explainPrice(database, charge.priceVersionId),
    database.transfer.findMany({ where: { walletId: charge.walletId, transactionId: charge.id, debitKind: 'lot' } }),
    reversalOf(database, charge.id),
  ])
  const lots = await database.lot.findMany({ where: { walletId: charge.walletId, id: { in: transfers.map(({ debitId }) => debitId) } } })
  const kindOf = new Map(lots.map(({ id, kind }) => [id, kind]))
  const paid = new Map<LotKind, bigint>()
  for (const { debitId, amountMicrocents } of transfers) {
    const kind = kindOf.get(debitId)
    if (kind) paid.set(kind, (paid.get(kind) ?? 0n) + amountMicrocents)
  }
  const sources = [...paid].map(([kind, amount]) => ({ kind, amount: microcents(amount) }))
  return { ...describeCharge(charge), provider: provider?.name ?? 'unknown', explained, sources, reversal }
}
