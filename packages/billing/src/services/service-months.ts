// What an app's own services were used for this month, in UTC.
import type { Database } from '@farebox/db'
import { type Microcents, microcents } from '@farebox/money'
import type { AppInMode } from '../organizations/member-of.ts'
import { idAt } from '../usage/id-at.ts'

export type ServiceMonth = {
  charges: number
  /** What users paid. */
  paid: Microcents
  /** What the developer earned of it: the part that people paid in themselves. */
  earned: Microcents
}

/** By service. One without a charge is not in it. */
export async function serviceMonths(
  database: Database,
  { appId, mode, now }: Pick<AppInMode, 'appId' | 'mode'> & { now: Date },
): Promise<Map<string, ServiceMonth>> {
  const since = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1))
  const sums = await database.charge.groupBy({
    by: ['serviceId'],
    where: { appId, mode, serviceId: { not: null }, id: { gte: idAt(since) } },
    _count: true,
    _sum: { baseMicrocents: true, markupMicrocents: true },
  })
  return new Map(
    sums.map(({ serviceId, _count, _sum: { baseMicrocents, markupMicrocents } }) => [
      serviceId ?? '',
      { charges: _count, paid: microcents((baseMicrocents ?? 0n) + (markupMicrocents ?? 0n)), earned: microcents(markupMicrocents ?? 0n) },
    ]),
  )
}
