// What whoever writes a debt off should know first: a refund that fails later brings its money back to the wallet, and finds no debt there to
// repay. Waiting would not help: a refund that arrived may be sent back by the card's bank for weeks. So it is said, and two people decide.
import { type Database, type DatabaseTransaction, type Prisma, publicId, type RefundModel } from '@farebox/db'
import type { Debtor } from '@farebox/ledger'
import { formatBalance, fromCents } from '@farebox/money'
import type { AdjustmentRequest } from './request.ts'

/** How long after it left a card's bank may send a refund back. */
const RETURNABLE_DAYS = 30
const DAY_MS = 86_400_000
const WARNINGS_MAX = 20

/** A sentence for each refund that may still come back, oldest first. Of what is no debt: none. */
export async function warnOfRefunds(
  database: Database | DatabaseTransaction,
  { request, now }: { request: AdjustmentRequest; now: Date },
): Promise<string[]> {
  if (request.kind !== 'write_off' || request.debtor.kind === 'disputed') return []
  const left = new Date(now.getTime() - RETURNABLE_DAYS * DAY_MS)
  const refunds = await database.refund.findMany({
    where: {
      orderId: { in: await ordersOf(database, request.debtor) },
      OR: [{ status: { notIn: ['succeeded', 'failed'] } }, { status: 'succeeded', arrivedAt: { gt: left } }],
    },
    orderBy: { id: 'asc' },
    take: WARNINGS_MAX,
  })
  const destination = request.debtor.kind === 'user_receivable' ? 'wallet' : 'grant pool'
  return refunds.map((refund) => warningOf(refund, destination))
}

/** The same words while it is under way and when it has arrived: an approver is not stopped by news that change nothing. */
function warningOf({ id, amountCents, createdAt }: RefundModel, destination: string): string {
  const day = createdAt.toISOString().slice(0, 10)
  const refund = `A refund of ${formatBalance(fromCents(amountCents))} from ${day} (${publicId('refund', id)})`
  return `${refund} may still fail; then its money comes back to the ${destination}, although the debt is written off.`
}

/** Bought for this wallet, or for one it has claimed; of an organization, for its apps' pools. */
async function ordersOf(database: Database | DatabaseTransaction, debtor: Debtor): Promise<string[]> {
  const where = debtor.kind === 'user_receivable' ? await boughtFor(database, debtor.walletId) : poolsOf(debtor.organizationId)
  const orders = await database.order.findMany({ where: { ...where, status: 'paid' }, select: { id: true } })
  return orders.map(({ id }) => id)
}

async function boughtFor(database: Database | DatabaseTransaction, walletId: string): Promise<Prisma.OrderWhereInput> {
  const claimed = await database.walletClaim.findMany({ where: { toWalletId: walletId }, select: { walletId: true } })
  return { walletId: { in: [walletId, ...claimed.map((claim) => claim.walletId)] } }
}

const poolsOf = (organizationId: string): Prisma.OrderWhereInput => ({ organizationId, kind: 'grant_pool' })
