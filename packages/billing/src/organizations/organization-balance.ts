// What an organization can spend itself (developer billing), and what moved that balance other than calls.
import type { Database } from '@farebox/db'
import { publicId } from '@farebox/db'
import { assert } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import type { OrganizationInMode } from './member-of.ts'

const HISTORY_MAX = 100

export type BalanceChange = { id: string; at: Date; cause: string; change: Microcents; balance: Microcents }
export type OrderState = { id: string; status: string; description: string; priceCents: number; createdAt: Date }

export type OrganizationBalance = {
  walletId: string
  available: Microcents
  /** Reserved for calls under way. */
  held: Microcents
  history: BalanceChange[]
  /** Payments that are not credited, newest first. */
  unfinished: OrderState[]
}

export async function organizationWallet(database: Database, { organizationId, mode }: OrganizationInMode) {
  const wallet = await database.wallet.findUnique({ where: { mode_organizationId: { mode, organizationId } } })
  assert(wallet, 'an organization has a wallet in each mode')
  return wallet
}

/** Newest first. Some movements touch a wallet without changing what it holds: they are no history of it. */
export async function organizationBalance(database: Database, of: OrganizationInMode): Promise<OrganizationBalance> {
  const wallet = await organizationWallet(database, of)
  const [lots, updates, orders] = await Promise.all([
    database.lot.aggregate({ where: { walletId: wallet.id }, _sum: { availableMicrocents: true, heldMicrocents: true } }),
    database.fundingUpdate.findMany({ where: { walletId: wallet.id }, orderBy: { transactionId: 'desc' }, take: HISTORY_MAX }),
    database.order.findMany({
      where: { organizationId: of.organizationId, mode: of.mode, status: { in: ['open', 'quarantined'] }, kind: 'organization_topup' },
      orderBy: { createdAt: 'desc' },
      take: 10,
    }),
  ])
  return {
    walletId: publicId('wallet', wallet.id),
    available: microcents(lots._sum.availableMicrocents ?? 0n),
    held: microcents(lots._sum.heldMicrocents ?? 0n),
    history: updates
      .filter(({ oldMicrocents, newMicrocents }) => oldMicrocents !== newMicrocents)
      .map(({ transactionId, at, cause, oldMicrocents, newMicrocents }) => ({
        id: publicId('transaction', transactionId),
        at,
        cause,
        change: microcents(newMicrocents - oldMicrocents),
        balance: microcents(newMicrocents),
      })),
    unfinished: orders.map(({ id, status, description, priceCents, createdAt }) => ({
      id: publicId('order', id),
      status,
      description,
      priceCents,
      createdAt,
    })),
  }
}
