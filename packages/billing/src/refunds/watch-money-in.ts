// A job that tells operators: a payment that waits for a person, a refund that came back. Each once.
import { publicId } from '@farebox/db'
import { type AlertDesk, raiseAlert } from '../alerts/raise-alert.ts'

const ROWS_MAX = 100

/** Returns how many were told now. */
export async function watchMoneyIn(desk: AlertDesk, now: Date): Promise<number> {
  const orders = await desk.database.order.findMany({ where: { status: 'quarantined' }, orderBy: { id: 'desc' }, take: ROWS_MAX })
  const refunds = await desk.database.refund.findMany({ where: { status: 'failed' }, orderBy: { statusSince: 'desc' }, take: ROWS_MAX })
  const alerts = [
    ...orders.map(({ id, quarantineReason }) => ({
      ...{ kind: 'order_quarantined' as const, subject: publicId('order', id) },
      explanation: `A payment does not match its order (${quarantineReason}). Nothing was credited: refund it at Stripe, or find out what happened.`,
    })),
    ...refunds.map(({ id, failure }) => ({
      ...{ kind: 'refund_failed' as const, subject: publicId('refund', id) },
      explanation: `A refund did not arrive: ${failure} What it took is in the balance again, and its buyer was told.`,
    })),
  ]
  const known = await desk.database.alert.findMany({
    where: { kind: { in: ['order_quarantined', 'refund_failed'] }, subject: { in: alerts.map(({ subject }) => subject) } },
    select: { subject: true },
  })
  const told = new Set(known.map(({ subject }) => subject))
  const news = alerts.filter(({ subject }) => !told.has(subject))
  for (const alert of news) await raiseAlert(desk, { ...alert, now })
  return news.length
}
