// An organization's payouts as its people see them, newest first.
import { type Database, type PayoutModel, type PayoutStatus, parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, microcents } from '@farebox/money'
import { statusWords } from './payout-statuses.ts'

export type PayoutRow = {
  id: string
  status: PayoutStatus
  words: string
  amount: Microcents
  recouped: Microcents
  reversed: Microcents
  bankLastFour: string | null
  /** Why it is held, or did not arrive. */
  message: string | null
  reviewAt: Date | null
  createdAt: Date
  statusSince: Date
  sentAt: Date | null
  paidAt: Date | null
}

export async function listPayouts(
  database: Database,
  organizationId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ rows: PayoutRow[]; hasMore: boolean }> {
  const before = after ? await ownPayout(database, organizationId, after) : undefined
  const found = await database.payout.findMany({
    where: { organizationId, ...(before && { id: { lt: before.id } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return { rows: found.slice(0, limit).map(payoutRow), hasMore: found.length > limit }
}

export async function findPayout(database: Database, organizationId: string, payoutId: string) {
  const payout = await ownPayout(database, organizationId, payoutId)
  const steps = await database.payoutStep.findMany({ where: { payoutId: payout.id }, orderBy: [{ n: 'asc' }, { at: 'asc' }] })
  const changes = steps.filter(({ fromStatus, toStatus }) => fromStatus !== toStatus)
  return {
    ...payoutRow(payout),
    steps: changes.map(({ at, toStatus }) => ({ at, status: toStatus, words: statusWords[toStatus] })),
  }
}

/** A payout of another organization answers as one that does not exist. */
async function ownPayout(database: Database, organizationId: string, payoutId: string): Promise<PayoutModel> {
  const id = parsePublicId(payoutId, 'payout')
  const payout = id && (await database.payout.findFirst({ where: { id, organizationId } }))
  if (!payout) throw new AppError('not_found', { message: 'There is no such payout.' })
  return payout
}

function payoutRow(payout: PayoutModel): PayoutRow {
  const { status, bankLastFour, reviewAt, createdAt, statusSince, sentAt, paidAt } = payout
  return {
    ...{ id: publicId('payout', payout.id), status, words: statusWords[status], bankLastFour, createdAt, statusSince, sentAt, paidAt },
    amount: microcents(payout.amountMicrocents),
    recouped: microcents(payout.recoupedMicrocents),
    reversed: fromCents(payout.reversedCents),
    message: status === 'held' ? payout.holdMessage : payout.failure,
    reviewAt: status === 'held' ? reviewAt : null,
  }
}
