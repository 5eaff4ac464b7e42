// The providers as operators see them: on or off, what the gateway was given to reach them, and how the last hour went.
import type { Database } from '@farebox/db'
import { idAt } from '../usage/id-at.ts'

const HOUR_MS = 60 * 60_000
/** A busy app says enough with this many calls. */
const CALLS_PER_APP = 200

export type ProviderRow = {
  name: string
  isOn: boolean
  /** As the gateway said when it last started: a key of ours, an address, the stand-in, or nothing. Undefined: it never said. */
  access: string | undefined
  reportedAt: Date | undefined
  /** Calls of the last hour (of each app the newest 200), and those of them the provider failed or broke off. */
  calls: number
  failed: number
}

export async function readProviders(database: Database, now: Date): Promise<ProviderRow[]> {
  const since = new Date(now.getTime() - HOUR_MS)
  const [providers, reports, counts] = await Promise.all([
    database.provider.findMany({ orderBy: { name: 'asc' } }),
    database.providerReport.findMany(),
    database.$queryRaw<{ provider: string; outcome: string; calls: number }[]>`
      select provider_id::text as provider, outcome, count(*)::int as calls from app cross join lateral (
        select provider_id, outcome from charge where charge.app_id = app.id and charge.id > ${idAt(since)}::uuid
         order by charge.id desc limit ${CALLS_PER_APP}) recent
       group by provider_id, outcome`,
  ])
  return providers.map(({ id, name, enabled }) => {
    const report = reports.find(({ provider }) => provider === name)
    const own = counts.filter(({ provider }) => provider === id)
    const failed = own.filter(({ outcome }) => outcome === 'provider_failed' || outcome === 'provider_broke')
    return {
      ...{ name, isOn: enabled, access: report?.access, reportedAt: report?.reportedAt },
      calls: own.reduce((sum, { calls }) => sum + calls, 0),
      failed: failed.reduce((sum, { calls }) => sum + calls, 0),
    }
  })
}
