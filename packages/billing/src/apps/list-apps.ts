// An organization's apps with how each did in the last 30 days, and what an app still needs before it earns.
import { type Database, publicId } from '@farebox/db'
import { microcents } from '@farebox/money'
import type { AppInMode, OrganizationInMode } from '../organizations/member-of.ts'
import { idAt } from '../usage/id-at.ts'
import { markupNow } from './markup-now.ts'

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1_000
const APPS_SHOWN = 100

export async function listApps(database: Database, { organizationId, mode, now }: OrganizationInMode & { now: Date }) {
  const apps = await database.app.findMany({ where: { organizationId }, orderBy: { createdAt: 'asc' }, take: APPS_SHOWN })
  const sums = await database.charge.groupBy({
    by: ['appId'],
    where: { appId: { in: apps.map(({ id }) => id) }, mode, id: { gte: idAt(new Date(now.getTime() - THIRTY_DAYS_MS)) } },
    _count: true,
    _sum: { baseMicrocents: true, markupMicrocents: true },
  })
  return apps.map((app) => {
    const sum = sums.find(({ appId }) => appId === app.id)
    const earned = sum?._sum.markupMicrocents ?? 0n
    return {
      id: publicId('app', app.id),
      name: app.name,
      origin: app.origin,
      status: app.status,
      markup: markupNow(app, now),
      calls: sum?._count ?? 0,
      spent: microcents((sum?._sum.baseMicrocents ?? 0n) + earned),
      earned: microcents(earned),
      createdAt: app.createdAt,
    }
  })
}

export type AppSteps = {
  hasKey: boolean
  hasMarkup: boolean
  hasSandboxCall: boolean
  hasUser: boolean
  hasLiveCharge: boolean
  /** Whether the organization can be paid. */
  hasPayoutAccount: boolean
}

/** The checklist of a new app: facts, not memories of clicks. */
export async function appSteps(
  database: Database,
  { appId, organizationId, markupBps }: Pick<AppInMode, 'appId' | 'organizationId'> & { markupBps: number },
): Promise<AppSteps> {
  const [key, sandboxCall, user, liveCharge, payoutAccount] = await Promise.all([
    database.apiKey.findFirst({ where: { appId, revokedAt: null }, select: { id: true } }),
    database.charge.findFirst({ where: { appId, mode: 'sandbox' }, select: { id: true } }),
    database.externalUser.findFirst({ where: { appId, mode: 'live' }, select: { walletId: true } }),
    database.charge.findFirst({ where: { appId, mode: 'live' }, select: { id: true } }),
    database.payoutAccount.findUnique({ where: { organizationId }, select: { transfersStatus: true } }),
  ])
  return {
    hasKey: key !== null,
    hasMarkup: markupBps > 0,
    hasSandboxCall: sandboxCall !== null,
    hasUser: user !== null,
    hasLiveCharge: liveCharge !== null,
    hasPayoutAccount: payoutAccount?.transfersStatus === 'active',
  }
}
