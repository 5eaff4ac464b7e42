// The operators' queue: payouts that wait for a person first, filtered, sorted and a page at a time.
import type { Database, PayoutFindingModel, PayoutModel, PayoutStatus, Prisma } from '@farebox/db'
import { parsePublicId, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { type NamedOperator, operatorNames } from './operator-names.ts'
import { leftStatuses, waitingStatuses } from './payout-statuses.ts'

export type QueueQuestion = {
  status: PayoutStatus | 'waiting' | 'all'
  /** An operator's id; `nobody`: not assigned. */
  assignee?: string | undefined
  /** Only payouts on which this rule fired. */
  risk?: string | undefined
  sort: 'age' | 'amount'
  after?: string | undefined
  limit: number
}

export type QueueRow = {
  id: string
  status: PayoutStatus
  amount: Microcents
  organization: { id: string; name: string }
  country: string | null
  createdAt: Date
  statusSince: Date
  reviewAt: Date | null
  /** Nothing was ever paid out to this organization. */
  isFirst: boolean
  needsTwo: boolean
  proposedBy: NamedOperator | null
  assignedTo: NamedOperator | null
  findings: { rule: string; action: PayoutFindingModel['action'] }[]
}

export async function payoutQueue(database: Database, question: QueueQuestion): Promise<{ rows: QueueRow[]; nextCursor: string | null }> {
  const found = await database.payout.findMany({
    where: { ...(await filterOf(database, question)) },
    orderBy: question.sort === 'amount' ? [{ amountCents: 'desc' }, { id: 'asc' }] : [{ createdAt: 'asc' }, { id: 'asc' }],
    take: question.limit + 1,
    ...(await cursorOf(database, question.after)),
  })
  const page = found.slice(0, question.limit)
  const last = page.at(-1)
  return { rows: await queueRows(database, page), nextCursor: found.length > page.length && last ? publicId('payout', last.id) : null }
}

async function filterOf(database: Database, { status, assignee, risk }: QueueQuestion): Promise<Prisma.PayoutWhereInput> {
  const fired = risk
    ? await database.payoutFinding.findMany({ where: { rule: risk }, select: { payoutId: true }, take: 10_000 })
    : undefined
  return {
    ...(status === 'waiting' && { status: { in: [...waitingStatuses] } }),
    ...(status !== 'waiting' && status !== 'all' && { status }),
    ...(assignee && { assignedTo: assignee === 'nobody' ? null : assignee }),
    ...(fired && { id: { in: fired.map(({ payoutId }) => payoutId) } }),
  }
}

async function cursorOf(database: Database, after: string | undefined): Promise<{ cursor?: { id: string }; skip?: number }> {
  if (!after) return {}
  const id = parsePublicId(after, 'payout')
  if (!id || (await database.payout.count({ where: { id } })) === 0) throw new AppError('invalid_request', { param: 'after' })
  return { cursor: { id }, skip: 1 }
}

export async function queueRows(database: Database, payouts: PayoutModel[]): Promise<QueueRow[]> {
  const organizationIds = payouts.map(({ organizationId }) => organizationId)
  const [organizations, accounts, findings, earlier, name] = await Promise.all([
    database.organization.findMany({ where: { id: { in: organizationIds } }, select: { id: true, name: true } }),
    database.payoutAccount.findMany({
      where: { organizationId: { in: organizationIds } },
      select: { organizationId: true, country: true },
    }),
    database.payoutFinding.findMany({ where: { payoutId: { in: payouts.map(({ id }) => id) } }, orderBy: { rule: 'asc' } }),
    database.payout.groupBy({
      by: ['organizationId'],
      where: { organizationId: { in: organizationIds }, status: { in: [...leftStatuses] } },
    }),
    operatorNames(
      database,
      payouts.flatMap(({ proposedBy, assignedTo }) => [proposedBy, assignedTo]),
    ),
  ])
  return payouts.map((payout) => {
    const { status, createdAt, statusSince, reviewAt, needsTwo, organizationId } = payout
    const organization = organizations.find(({ id }) => id === organizationId)
    return {
      ...{ id: publicId('payout', payout.id), status, createdAt, statusSince, reviewAt, needsTwo },
      amount: microcents(payout.amountMicrocents),
      organization: { id: publicId('organization', organizationId), name: organization?.name ?? 'Organization' },
      country: accounts.find((account) => account.organizationId === organizationId)?.country ?? null,
      isFirst: earlier.every((group) => group.organizationId !== organizationId),
      proposedBy: name(payout.proposedBy),
      assignedTo: name(payout.assignedTo),
      findings: findings.filter(({ payoutId }) => payoutId === payout.id).map(({ rule, action }) => ({ rule, action })),
    }
  })
}

export type QueueCounts = { byStatus: Partial<Record<PayoutStatus, number>>; waiting: number; oldestAt: Date | null }

export async function queueCounts(database: Database): Promise<QueueCounts> {
  const groups = await database.payout.groupBy({ by: ['status'], _count: true })
  const byStatus: QueueCounts['byStatus'] = {}
  for (const { status, _count } of groups) byStatus[status] = _count
  const waiting = waitingStatuses.reduce((total, status) => total + (byStatus[status] ?? 0), 0)
  const oldest = await database.payout.findFirst({
    where: { status: { in: [...waitingStatuses] } },
    orderBy: { createdAt: 'asc' },
    select: { createdAt: true },
  })
  return { byStatus, waiting, oldestAt: oldest?.createdAt ?? null }
}
