// Disputes and warnings as a list for operators: what waits for an answer first, by deadline.
import { type Database, type DisputeModel, type Prisma, publicId } from '@farebox/db'
import { fromCents, microcents } from '@farebox/money'

export type DisputeQueueQuestion = {
  /** `due`: waiting, and soon too late. */
  state: 'waiting' | 'due' | 'open' | 'closed' | 'all'
  kind?: 'dispute' | 'fraud_warning' | undefined
  after?: string | undefined
  limit: number
}

export async function disputeQueue(database: Database, { state, kind, after, limit }: DisputeQueueQuestion, now: Date) {
  const found = await database.dispute.findMany({
    where: { ...stateOf(state, now), ...(kind && { kind }) },
    orderBy: state === 'closed' ? [{ closedAt: 'desc' }, { id: 'desc' }] : [{ dueBy: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    ...(after && { cursor: { id: after }, skip: 1 }),
    take: limit + 1,
  })
  const rows = await disputeRows(database, found.slice(0, limit))
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

export async function disputeCounts(database: Database, now: Date) {
  const [waiting, dueSoon, warnings] = await Promise.all([
    database.dispute.count({ where: stateOf('waiting', now) }),
    database.dispute.count({ where: stateOf('due', now) }),
    database.dispute.count({ where: { kind: 'fraud_warning', phase: 'open' } }),
  ])
  return { waiting, dueSoon, warnings }
}

/** A person should not leave it longer. */
const DUE_SOON_MS = 48 * 60 * 60 * 1_000

/** Stripe's words for: the bank waits for us. */
const ASKS = ['needs_response', 'warning_needs_response', 'appeal_needs_response', 'unknown', 'actionable', 'not_actionable']

export function stateOf(state: DisputeQueueQuestion['state'], now: Date): Prisma.DisputeWhereInput {
  if (state === 'due') return { ...stateOf('waiting', now), dueBy: { lte: new Date(now.getTime() + DUE_SOON_MS) } }
  if (state === 'waiting')
    return { phase: { in: ['open', 'inquiry'] }, status: { in: ASKS }, answers: { none: { status: { not: 'refused' } } } }
  if (state === 'open') return { phase: { in: ['open', 'inquiry'] } }
  if (state === 'closed') return { phase: { in: ['won', 'lost', 'closed'] } }
  return {}
}

export async function disputeRows(database: Database, disputes: readonly DisputeModel[]) {
  const ids = disputes.map(({ id }) => id)
  const orders = await database.order.findMany({ where: { id: { in: disputes.map(({ orderId }) => orderId) } } })
  const frozen = await database.account.findMany({ where: { kind: 'dispute_hold', id: { in: ids } } })
  return disputes.map((dispute) => {
    const order = orders.find(({ id }) => id === dispute.orderId)
    const { id, kind, stripeId, status, reason, phase, ending, dueBy, openedAt, closedAt, walletId, organizationId } = dispute
    return {
      ...{ id: publicId('dispute', id), kind, stripeId, status, reason, phase, ending, dueBy, openedAt, closedAt },
      amount: fromCents(dispute.amountCents),
      frozen: microcents(frozen.find((account) => account.id === id)?.balanceMicrocents ?? 0n),
      order: {
        id: publicId('order', dispute.orderId),
        kind: order?.kind ?? null,
        description: order?.description ?? '',
        paid: fromCents(order?.priceCents ?? 0),
        paidAt: order?.paidAt ?? null,
      },
      wallet: walletId && publicId('wallet', walletId),
      organization: organizationId && publicId('organization', organizationId),
    }
  })
}
