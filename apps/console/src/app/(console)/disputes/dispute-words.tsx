// A dispute as operators read it: what it is, how it stands, and how long there is to answer.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Badge, type Status, StatusBadge } from '@farebox/ui'
import type { inferRouterOutputs } from '@trpc/server'

type Disputes = inferRouterOutputs<OperatorRouter>['disputes']
export type DisputeRow = Disputes['queue']['rows'][number]
export type DisputeCase = Disputes['case']

const phases = {
  inquiry: { status: 'pending', word: 'Inquiry' },
  open: { status: 'held', word: 'Open' },
  won: { status: 'settled', word: 'Won' },
  lost: { status: 'failed', word: 'Lost' },
  closed: { status: 'released', word: 'Closed' },
} satisfies Record<string, { status: Status; word: string }>

export function PhaseBadge({ phase }: { phase: DisputeRow['phase'] }) {
  return <StatusBadge status={phases[phase].status}>{phases[phase].word}</StatusBadge>
}

export function KindBadge({ kind }: { kind: DisputeRow['kind'] }) {
  return kind === 'fraud_warning' ? <Badge tone="critical">Fraud warning</Badge> : <Badge tone="neutral">Dispute</Badge>
}

/** `product_not_received` → `Product not received`. */
export function reasonWords(reason: string | null): string {
  const words = (reason ?? 'no reason given').replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const DAY_MS = 24 * 60 * 60_000

/** "Due today", "3 days to answer". */
export function dueWords(dueBy: Date, now: Date): string {
  const days = Math.floor((dueBy.getTime() - now.getTime()) / DAY_MS)
  if (dueBy <= now) return 'Overdue'
  if (days === 0) return 'Due today'
  return days === 1 ? '1 day to answer' : `${days} days to answer`
}
