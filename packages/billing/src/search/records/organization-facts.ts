// An organization as operators see it: its people, apps, wallets, earnings, payouts and where they go.
import { type Database, publicId } from '@farebox/db'
import { AppError } from '@farebox/errors'
import { type Microcents, microcents } from '@farebox/money'
import { listAccounts } from '../../explain/list-accounts.ts'
import { pausedUntil } from '../../risk/withdrawals.ts'

const PAYOUTS_SHOWN = 12

export async function organizationFacts(database: Database, id: string, now: Date) {
  const organization = await database.organization.findUnique({ where: { id } })
  if (!organization) throw new AppError('not_found', { message: 'There is no such organization.' })
  const [members, apps, wallets, accounts, payouts, account, mayBuyFrom] = await Promise.all([
    database.membership.findMany({ where: { organizationId: id }, include: { user: true }, orderBy: { createdAt: 'asc' } }),
    database.app.findMany({ where: { organizationId: id }, orderBy: { id: 'asc' } }),
    database.wallet.findMany({ where: { organizationId: id }, orderBy: { mode: 'asc' } }),
    listAccounts(database, id),
    database.payout.findMany({ where: { organizationId: id }, orderBy: { createdAt: 'desc' }, take: PAYOUTS_SHOWN }),
    database.payoutAccount.findUnique({ where: { organizationId: id } }),
    pausedUntil(database, { kind: 'organization_topup', organizationId: id, walletId: null }, now),
  ])
  const { name, earningsDelayDays, createdAt } = organization
  return {
    ...{ id: publicId('organization', id), plainId: id, name, earningsDelayDays, createdAt },
    members: members.map(({ user, role }) => ({ id: publicId('user', user.id), email: user.email, name: user.name, role })),
    apps: apps.map((app) => ({ id: publicId('app', app.id), name: app.name, status: app.status, markupBps: app.markupBps })),
    wallets: await Promise.all(
      wallets.map(async (wallet) => ({ ...(await balanceOf(database, wallet.id)), mode: wallet.mode, status: wallet.status })),
    ),
    /** Earnings by where they are, and what is owed: each can be explained. */
    accounts,
    /** Until then it may not buy, because it took so much back. */
    pausedUntil: mayBuyFrom,
    payouts: payouts.map((payout) => ({
      ...{ id: publicId('payout', payout.id), status: payout.status, createdAt: payout.createdAt, paidAt: payout.paidAt },
      amount: microcents(payout.amountMicrocents),
    })),
    payoutAccount: account && {
      ...{ stripeAccountId: account.stripeAccountId, status: account.transfersStatus, country: account.country },
      ...{ bankLastFour: account.bankLastFour, bankChangedAt: account.bankChangedAt, readAt: account.readAt },
    },
  }
}

async function balanceOf(database: Database, walletId: string): Promise<{ id: string; balance: Microcents }> {
  const { _sum } = await database.lot.aggregate({ where: { walletId }, _sum: { availableMicrocents: true, heldMicrocents: true } })
  return { id: publicId('wallet', walletId), balance: microcents((_sum.availableMicrocents ?? 0n) + (_sum.heldMicrocents ?? 0n)) }
}
