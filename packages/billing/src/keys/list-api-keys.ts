// An app's keys as their owners see them: never the secret, only its last four letters.
import { type Database, type KeyBudgetModel, publicId } from '@farebox/db'
import { type Microcents, microcents, ZERO } from '@farebox/money'
import { spendingWindow } from '../connections/spending-window.ts'
import type { AppInMode } from '../organizations/member-of.ts'

const SHOWN_MAX = 200

export async function listApiKeys(database: Database, { appId, organizationId, mode, now }: AppInMode & { now: Date }) {
  const keys = await database.apiKey.findMany({ where: { appId, mode }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: SHOWN_MAX })
  const wallet = await database.wallet.findUnique({ where: { mode_organizationId: { mode, organizationId } } })
  const budgets = wallet
    ? await database.keyBudget.findMany({ where: { walletId: wallet.id, apiKeyId: { in: keys.map(({ id }) => id) } } })
    : []
  const budgetOf = new Map(budgets.map((budget) => [budget.apiKeyId, budget]))
  return keys.map((key) => {
    const budget = budgetOf.get(key.id)
    return {
      id: publicId('apiKey', key.id),
      name: key.name,
      mode: key.mode,
      billingMode: key.billingMode,
      shown: `sk-farebox-${key.mode === 'live' ? 'live' : 'test'}-…${key.lastFour}`,
      status: statusOf(key, now),
      expiresAt: key.expiresAt,
      createdAt: key.createdAt,
      lastUsedAt: key.lastUsedAt,
      budget:
        budget?.limitMicrocents == null
          ? null
          : {
              limitMicrocents: microcents(budget.limitMicrocents),
              usedMicrocents: spentNow(budget, now),
              period: budget.limitPeriod,
            },
      endUserBudget:
        budget?.endUserLimitMicrocents == null
          ? null
          : { limitMicrocents: microcents(budget.endUserLimitMicrocents), period: budget.endUserPeriod },
    }
  })
}

/** The row is rolled by the next call; until then, what it counted belongs to a window that is over. */
function spentNow({ limitPeriod, windowStartsAt, windowUsedMicrocents }: KeyBudgetModel, now: Date): Microcents {
  const isOver = windowStartsAt?.getTime() !== spendingWindow(limitPeriod, now).startsAt.getTime()
  return isOver ? ZERO : microcents(windowUsedMicrocents)
}

function statusOf({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null }, now: Date) {
  if (revokedAt) return 'revoked' as const
  if (expiresAt && expiresAt <= now) return 'expired' as const
  return 'active' as const
}
