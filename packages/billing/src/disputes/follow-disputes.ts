// A job: what calls that were under way gave back, what they earned, and what came into reach since, is frozen and held too.
import type { Database } from '@farebox/db'
import { enqueuer } from '../queue/enqueue.ts'
import { settleCase } from './book-disputes.ts'
import { settleOthersOf } from './settle-others.ts'

const CASES_MAX = 500
const WAIT_MS = 20_000

/** Answers how many of them moved something. One that fails does not hold up the others. */
export async function followDisputes(database: Database, now: Date): Promise<number> {
  const followed = await database.dispute.findMany({
    where: { isFollowed: true, phase: { not: 'inquiry' } },
    orderBy: { openedAt: 'desc' },
    take: CASES_MAX,
    select: { id: true },
  })
  return followAll(database, { ids: followed.map(({ id }) => id), now })
}

/** An organization's earnings came free of something else: what disputes should hold of them is held at once. */
export async function followDisputesOf(database: Database, organizationId: string, now: Date): Promise<number> {
  const missing = await database.disputeEarning.findMany({
    where: { organizationId, missingMicrocents: { gt: 0 }, dispute: { phase: 'open' } },
    orderBy: { disputeId: 'asc' },
    take: CASES_MAX,
  })
  return followAll(database, { ids: missing.map(({ disputeId }) => disputeId), now })
}

async function followAll(database: Database, { ids, now }: { ids: readonly string[]; now: Date }): Promise<number> {
  const failures: unknown[] = []
  let moved = 0
  for (const id of ids) {
    await followOne(database, id, now).then(
      (hasMoved) => {
        moved += hasMoved ? 1 : 0
      },
      (failure: unknown) => failures.push(failure),
    )
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} disputes could not be followed: ${failures[0]}`)
  return moved
}

/** The order's row first, as every booking of its payment. */
async function followOne(database: Database, id: string, now: Date): Promise<boolean> {
  const enqueue = await enqueuer(database)
  const { orderId } = await database.dispute.findUniqueOrThrow({ where: { id }, select: { orderId: true } })
  return database.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`select id from "order" where id = ${orderId}::uuid for update`
      const order = await transaction.order.findUniqueOrThrow({ where: { id: orderId } })
      const dispute = await transaction.dispute.findUniqueOrThrow({ where: { id } })
      const settled = await settleCase({ transaction, enqueue }, { dispute, order, now })
      await settleOthersOf(transaction, { order, now })
      return settled.steps > dispute.steps
    },
    { timeout: WAIT_MS, maxWait: WAIT_MS },
  )
}
