// A wallet as operators see it: what it has and where from, what calls have reserved, what it owes, who may spend it.
import { type Database, type LotModel, publicId, type WalletModel } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { fromCents, type Microcents, microcents, sum, ZERO } from '@farebox/money'
import { payerOfWallet } from '../../risk/payer-of.ts'
import { pausedUntil } from '../../risk/withdrawals.ts'
import { appNames } from '../../wallet/app-names.ts'
import { walletCharges } from '../../wallet/wallet-charges.ts'

const SHOWN = 20

export async function walletFacts(database: Database, id: string, now: Date) {
  const wallet = await database.wallet.findUnique({ where: { id } })
  if (!wallet) throw new AppError('not_found', { message: 'There is no such wallet.' })
  const [lots, holds, connections, orders, updates, charges, owed, mayBuyFrom] = await Promise.all([
    database.lot.findMany({ where: { walletId: id }, orderBy: { id: 'asc' } }),
    database.hold.findMany({ where: { walletId: id, state: 'open' }, orderBy: { id: 'desc' }, take: SHOWN }),
    database.connection.findMany({ where: { walletId: id }, orderBy: { id: 'desc' }, take: SHOWN }),
    database.order.findMany({ where: { walletId: id }, orderBy: { createdAt: 'desc' }, take: SHOWN }),
    database.fundingUpdate.findMany({ where: { walletId: id }, orderBy: { at: 'desc' }, take: SHOWN }),
    walletCharges(database, id, { limit: SHOWN }),
    owedBy(database, wallet),
    pausedUntil(database, payerOfWallet(wallet), now),
  ])
  const names = await appNames(
    database,
    [...lots, ...connections, ...holds].map(({ appId }) => appId),
  )
  const named = (appId: string) => ({ id: publicId('app', appId), name: names.get(appId) ?? 'an app' })
  return {
    ...headOf(wallet, lots),
    owed,
    /** Until then it may not buy, because it took so much back. */
    pausedUntil: mayBuyFrom,
    lots: lots.map((lot) => ({ ...lotFacts(lot), app: lot.appId && named(lot.appId) })),
    holds: holds.map((hold) => ({
      ...{ id: publicId('request', hold.id), model: hold.model, openedAt: hold.openedAt, leaseUntil: hold.leaseUntil },
      ...{ app: named(hold.appId), amount: microcents(hold.amountMicrocents) },
    })),
    connections: connections.map((one) => ({
      ...{ id: publicId('connection', one.id), app: named(one.appId), status: one.status, expiresAt: one.expiresAt },
      limit: one.limitMicrocents === null ? null : microcents(one.limitMicrocents),
      ...{ limitPeriod: one.limitPeriod, used: microcents(one.windowUsedMicrocents), markupBpsAccepted: one.markupBpsAccepted },
    })),
    orders: orders.map((order) => ({
      ...{ id: publicId('order', order.id), description: order.description, status: order.status, createdAt: order.createdAt },
      ...{ price: fromCents(order.priceCents), credit: microcents(order.creditMicrocents), paidAt: order.paidAt },
      ...{ paymentIntent: order.paymentIntent, quarantineReason: order.quarantineReason },
    })),
    fundingUpdates: updates.map(({ cause, at, transactionId, oldMicrocents, newMicrocents }) => ({
      ...{ cause, at, transactionId: publicId('transaction', transactionId) },
      ...{ before: microcents(oldMicrocents), after: microcents(newMicrocents) },
    })),
    charges: charges.rows,
  }
}

function headOf(wallet: WalletModel, lots: readonly LotModel[]) {
  const { id, mode, kind, status, userId, organizationId, inDebt, openHolds, createdAt } = wallet
  return {
    ...{ id: publicId('wallet', id), plainId: id, mode, kind, status, inDebt, openHolds, createdAt },
    userId: userId && publicId('user', userId),
    organizationId: organizationId && publicId('organization', organizationId),
    available: sum(lots.map(({ availableMicrocents }) => microcents(availableMicrocents))),
    held: sum(lots.map(({ heldMicrocents }) => microcents(heldMicrocents))),
  }
}

const lotFacts = (lot: LotModel) => ({
  ...{ id: lot.id, kind: lot.kind, paymentIntent: lot.paymentIntent, expiresAt: lot.expiresAt, createdAt: lot.createdAt },
  available: microcents(lot.availableMicrocents),
  held: microcents(lot.heldMicrocents),
  original: microcents(lot.originalMicrocents),
  charged: lot.chargedCents === null ? null : fromCents(lot.chargedCents),
})

async function owedBy(database: Database, { id, mode }: WalletModel): Promise<Microcents> {
  const debt = await database.account.findUnique({ where: { mode_kind_id: { mode, kind: 'user_receivable', id } } })
  return debt ? microcents(debt.balanceMicrocents) : ZERO
}
