// Calls of an app that were refused in the last 7 days: why, and by which request id to ask about them. Nothing was charged.
import { type Database, parsePublicId, publicId } from '@farebox/db'
import { type ErrorCode, errorCodes } from '@farebox/errors'
import type { AppInMode } from '../organizations/member-of.ts'

export const REFUSED_CALLS_KEPT_MS = 7 * 24 * 60 * 60 * 1_000

export type RefusedPage = Pick<AppInMode, 'appId' | 'mode'> & {
  code?: string | undefined
  after?: string | undefined
  limit: number
  now: Date
}

export async function listRefusedCalls(database: Database, { appId, mode, code, after, limit, now }: RefusedPage) {
  const since = new Date(now.getTime() - REFUSED_CALLS_KEPT_MS)
  const afterId = after && parsePublicId(after, 'request')
  const kept = { appId, mode, at: { gt: since } }
  const [calls, codes] = await Promise.all([
    database.refusedCall.findMany({
      where: { ...kept, ...(code && { code }), ...(afterId && { id: { lt: afterId } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    }),
    database.refusedCall.groupBy({ by: ['code'], where: kept, _count: true, orderBy: { code: 'asc' } }),
  ])
  const rows = calls.slice(0, limit).map((call) => ({
    requestId: publicId('request', call.id),
    at: call.at,
    code: call.code,
    meaning: meaningOf(call.code),
    externalUserId: call.externalUserId,
    model: call.model,
  }))
  return { rows, hasMore: calls.length > limit, codes: codes.map((each) => ({ code: each.code, count: each._count })) }
}

function meaningOf(code: string): string {
  return code in errorCodes ? errorCodes[code as ErrorCode].message : 'The call was refused.'
}
