// How often each kind of alert was raised, for whoever collects metrics.
import type { Database } from '@farebox/db'
import { alertKinds } from './alert-kinds.ts'

/** Prometheus' text form. Kinds that were never raised are there as zero, so that a rule on them is never without data. */
export async function alertMetrics(database: Database): Promise<string> {
  const counted = await database.alert.groupBy({ by: ['kind'], _sum: { times: true } })
  const times = new Map(counted.map(({ kind, _sum }) => [kind, _sum.times ?? 0]))
  const lines = Object.keys(alertKinds).map((kind) => `farebox_alerts_total{kind="${kind}"} ${times.get(kind) ?? 0}`)
  const open = await database.reconciliationBreak.groupBy({ by: ['severity'], where: { resolvedAt: null }, _count: true })
  const breaks = new Map(open.map(({ severity, _count }) => [severity, _count]))
  const gauges = (['money', 'notice'] as const).map(
    (severity) => `farebox_open_breaks{severity="${severity}"} ${breaks.get(severity) ?? 0}`,
  )
  return ['# TYPE farebox_alerts_total counter', ...lines, '# TYPE farebox_open_breaks gauge', ...gauges, ''].join('\n')
}
