// What of ours one of Stripe's ids belongs to: payments and sessions, transfers, recipients, lines of its book, events.
import { type Database, publicId } from '@farebox/db'
import { formatExact } from '@farebox/money'
import { centsToMicrocents } from '../reconciliation/line-amount.ts'
import { hitOfOrder, hitOfOrganization, hitOfPayout } from './describe-hits.ts'
import { findRefunds } from './find-refunds.ts'
import type { Hit } from './hit.ts'

/** `pi_…`, `cs_test_…`, `txn_…`: a word, an underscore, letters and digits. */
const stripesForm = /^[a-z]{2,8}_[A-Za-z0-9_-]{4,}$/

export async function findByStripeId(database: Database, id: string): Promise<Hit[]> {
  if (!stripesForm.test(id)) return []
  const [orders, payouts, accounts, lines, events] = await Promise.all([
    database.order.findMany({ where: { OR: [{ paymentIntent: id }, { stripeSessionId: id }] } }),
    database.payout.findMany({ where: { OR: [{ stripeTransferId: id }, { connectedPayoutId: id }] }, take: 20 }),
    database.payoutAccount.findMany({ where: { stripeAccountId: id } }),
    database.stripeBalanceTransaction.findMany({ where: { OR: [{ id }, { sourceId: id }] }, take: 20 }),
    database.stripeEvent.findMany({ where: { id } }),
  ])
  const organizations = await database.organization.findMany({
    where: { id: { in: accounts.map(({ organizationId }) => organizationId) } },
  })
  return [
    ...orders.map(hitOfOrder),
    ...payouts.map(hitOfPayout),
    ...(await findRefunds(database, { stripeRefundId: id })),
    ...organizations.map((organization) => ({ ...hitOfOrganization(organization), detail: `Paid out to ${id}` })),
    ...lines.map(hitOfLine),
    ...(await bookedBy(database, id)),
    ...events.map(hitOfEvent),
  ]
}

function hitOfLine({
  id,
  reportingCategory,
  sourceId,
  netCents,
  createdAt,
}: {
  id: string
  reportingCategory: string
  sourceId: string
  netCents: bigint
  createdAt: Date
}): Hit {
  const detail = `${reportingCategory} of ${sourceId}: ${formatExact(centsToMicrocents(netCents))}, ${createdAt.toISOString()}`
  return { kind: 'stripeLine', id, title: `Stripe’s line ${id}`, detail, page: { kind: 'reconciliation', id } }
}

/** A charge at Stripe leads to its payment's order, through the movement that booked it. */
async function bookedBy(database: Database, sourceId: string): Promise<Hit[]> {
  const bookings = await database.stripeBooking.findMany({ where: { sourceId } })
  return bookings.map(({ transactionId, category }) => {
    const id = publicId('transaction', transactionId)
    return { kind: 'transaction', id, title: id, detail: `Our booking of the ${category}`, page: { kind: 'account', id } }
  })
}

function hitOfEvent({ id, type, status, receivedAt }: { id: string; type: string; status: string; receivedAt: Date }): Hit {
  const detail = `${type}, ${status}, received ${receivedAt.toISOString()}`
  return { kind: 'stripeEvent', id, title: `Stripe’s event ${id}`, detail, page: { kind: 'reconciliation', id } }
}
