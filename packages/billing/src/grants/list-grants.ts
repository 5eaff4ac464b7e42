// The grants of an app, newest first, with what is left of each.
import { type Database, type GrantModel, type LotModel, parsePublicId, publicId } from '@farebox/db'
import { microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'

export type GrantPage = Pick<AppInMode, 'appId' | 'mode'> & {
  /** Of one user only. */
  externalUserId?: string | undefined
  after?: string | undefined
  limit: number
  now: Date
}

export async function listGrants(database: Database, { appId, mode, externalUserId, after, limit, now }: GrantPage) {
  const afterId = after && parsePublicId(after, 'grant')
  const grants = await database.grant.findMany({
    where: { appId, mode, ...(externalUserId && { externalUserId }), ...(afterId && { id: { lt: afterId } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const shown = grants.slice(0, limit)
  const lots = await database.lot.findMany({
    where: { walletId: { in: shown.map(({ walletId }) => walletId) }, id: { in: shown.map(({ lotId }) => lotId) } },
  })
  const lotOf = new Map(lots.map((lot) => [lot.id, lot]))
  return { rows: shown.map((grant) => describe(grant, lotOf.get(grant.lotId), now)), hasMore: grants.length > limit }
}

export type GrantRow = ReturnType<typeof describe>

function describe(grant: GrantModel, lot: LotModel | undefined, now: Date) {
  const available = lot?.availableMicrocents ?? 0n
  const held = lot?.heldMicrocents ?? 0n
  return {
    id: publicId('grant', grant.id),
    externalUserId: grant.externalUserId,
    amount: microcents(grant.amountMicrocents),
    /** Not spent and not held by a call under way. */
    left: microcents(available),
    held: microcents(held),
    description: grant.description,
    status: statusOf(grant, { left: available + held, now }),
    expiresAt: grant.expiresAt,
    createdAt: grant.createdAt,
  }
}

function statusOf({ returnedAt, expiresAt }: GrantModel, { left, now }: { left: bigint; now: Date }) {
  if (returnedAt) return 'returned' as const
  if (left === 0n) return 'spent' as const
  if (expiresAt && expiresAt <= now) return 'ended' as const
  return 'open' as const
}
