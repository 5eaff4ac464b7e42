// How much one payer may begin and pay within 24 hours: what a thief with many cards runs into first.
import type { DatabaseTransaction, OrderModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { formatBalance, fromCents, type Microcents, microcents } from '@farebox/money'
import { aDayBefore } from './declines.ts'
import { isOfOrganization, type PayerFacts, payerOf } from './payer-of.ts'
import type { RiskSettings } from './risk-settings.ts'

type Limits = { settings: RiskSettings; now: Date }

/** Throws `checkout_limit_reached`. */
export async function refuseOverDayLimits(transaction: DatabaseTransaction, order: OrderModel, { settings, now }: Limits): Promise<void> {
  const { checkoutsPerDay } = settings
  const opened = await transaction.checkoutOpening.count({ where: { payerId: payerOf(order), openedAt: { gt: aDayBefore(now) } } })
  if (opened >= checkoutsPerDay) {
    throw new AppError('checkout_limit_reached', {
      message: `At most ${checkoutsPerDay} purchases can be begun within 24 hours. Nothing was charged. Try again tomorrow.`,
    })
  }
  const most = mostPerDay(order, settings)
  if ((await paidWithinDay(transaction, order, now)) + countedOf(order) > most) {
    throw new AppError('checkout_limit_reached', {
      message: `At most ${formatBalance(most)} can be paid in within 24 hours. Nothing was charged. Buy less, or try again tomorrow.`,
    })
  }
}

type Counted = Pick<OrderModel, 'kind' | 'priceCents' | 'creditMicrocents'>

/** Of an organization the credit counts: the fee is added to it. */
export const countedOf = (order: Counted): Microcents =>
  isOfOrganization(order) ? microcents(order.creditMicrocents) : fromCents(order.priceCents)

export const mostPerDay = (order: Pick<OrderModel, 'kind'>, { centsPerDay, organizationCentsPerDay }: RiskSettings): Microcents =>
  fromCents(isOfOrganization(order) ? organizationCentsPerDay : centsPerDay)

/** What this payer paid, or has open at a checkout, within 24 hours; without this order. */
export async function paidWithinDay(transaction: DatabaseTransaction, order: PayerFacts & { id: string }, now: Date): Promise<Microcents> {
  const others = await transaction.order.findMany({
    where: {
      ...(isOfOrganization(order)
        ? { organizationId: order.organizationId, kind: { not: 'wallet_topup' } }
        : { walletId: order.walletId, kind: 'wallet_topup' }),
      createdAt: { gt: aDayBefore(now) },
      status: { in: ['created', 'open', 'paid', 'quarantined'] },
      id: { not: order.id },
    },
    take: ORDERS_MAX,
    orderBy: { createdAt: 'desc' },
  })
  const openings = await transaction.checkoutOpening.findMany({ where: { orderId: { in: others.map(({ id }) => id) } } })
  const opened = new Set(openings.map(({ orderId }) => orderId))
  // An order that nobody went to pay is a page that was looked at.
  const counted = others.filter(({ id, status }) => status !== 'created' || opened.has(id))
  return microcents(counted.reduce((total, other) => total + countedOf(other), 0n))
}

const ORDERS_MAX = 1_000
