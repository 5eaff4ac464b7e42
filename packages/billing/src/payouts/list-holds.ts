// Holds on earnings, of one organization or of all, the newest first.
import { type Database, publicId } from '@farebox/db'
import { microcents } from '@farebox/money'
import { operatorNames } from './operator-names.ts'

const HOLDS_MAX = 200

export async function listHolds(
  database: Database,
  { organizationId, state }: { organizationId?: string | undefined; state: 'open' | 'released' | 'all' },
) {
  const holds = await database.earningsHold.findMany({
    where: {
      ...(organizationId && { organizationId }),
      ...(state === 'open' && { releasedAt: null }),
      ...(state === 'released' && { releasedAt: { not: null } }),
    },
    orderBy: { placedAt: 'desc' },
    take: HOLDS_MAX,
  })
  const organizations = await database.organization.findMany({
    where: { id: { in: holds.map((hold) => hold.organizationId) } },
    select: { id: true, name: true },
  })
  const name = await operatorNames(
    database,
    holds.flatMap(({ placedBy, releasedBy }) => [placedBy, releasedBy]),
  )
  return holds.map((hold) => ({
    ...{ id: hold.id, reason: hold.reason, message: hold.message, reviewAt: hold.reviewAt, placedAt: hold.placedAt },
    ...{ releasedAt: hold.releasedAt, placedBy: name(hold.placedBy), releasedBy: name(hold.releasedBy) },
    amount: microcents(hold.heldMicrocents),
    organization: {
      id: publicId('organization', hold.organizationId),
      name: organizations.find(({ id }) => id === hold.organizationId)?.name ?? 'Organization',
    },
  }))
}
