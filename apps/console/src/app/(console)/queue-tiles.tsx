'use client'
// The queues that wait for a person: how many, and since when. Each only for a role that works on it.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { CountTile, Section, Tiles, TimeStamp, useTimeAhead } from '@farebox/ui'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useApi } from '../../trpc/client'

const DAY_MS = 24 * 60 * 60_000

export function QueueTiles({ role }: { role: OperatorRole }) {
  const api = useApi()
  const may = {
    payouts: roleMay(role, 'payouts.read'),
    disputes: roleMay(role, 'disputes.read'),
    refunds: roleMay(role, 'refunds.read'),
    breaks: roleMay(role, 'reconciliation.read'),
    adjustments: roleMay(role, 'adjustments.read'),
  }
  const payouts = useQuery({ ...api.payouts.counts.queryOptions(), enabled: may.payouts })
  const disputes = useQuery({ ...api.disputes.counts.queryOptions(), enabled: may.disputes })
  const refunds = useQuery({ ...api.refunds.counts.queryOptions(), enabled: may.refunds })
  const board = useQuery({ ...api.reconciliation.board.queryOptions(), enabled: may.breaks })
  const adjustments = useQuery({ ...api.adjustments.list.queryOptions({ state: 'proposed', limit: 100 }), enabled: may.adjustments })
  const alerts = useQuery(api.alerts.list.queryOptions({ limit: 100 }))
  const breaks = board.data?.openBreaks ?? []
  const proposed = adjustments.data?.rows ?? []
  const aheadMs = useTimeAhead()
  const recent = (alerts.data ?? []).filter(({ lastAt }) => lastAt.getTime() > Date.now() + aheadMs - DAY_MS)
  return (
    <Section title="Waiting">
      <Tiles>
        {may.payouts ? (
          <CountTile label="Payouts" count={payouts.data?.waiting ?? 0} href="/payouts" note={<Oldest at={payouts.data?.oldestAt} />} />
        ) : null}
        {may.disputes ? (
          <CountTile
            label="Disputes and fraud warnings"
            count={disputes.data?.waiting ?? 0}
            href="/disputes"
            note={<DueSoon count={disputes.data?.dueSoon} />}
          />
        ) : null}
        {may.refunds ? (
          <CountTile
            label="Refunds unknown at Stripe"
            count={refunds.data?.unknown ?? 0}
            href="/refunds?status=unknown"
            note={refunds.data?.failed ? `${refunds.data.failed} failed` : 'None failed'}
          />
        ) : null}
        {may.breaks ? (
          <CountTile
            label="Reconciliation breaks"
            count={breaks.length}
            href="/reconciliation"
            note={<Oldest at={oldest(breaks.map(({ firstSeenAt }) => firstSeenAt))} />}
          />
        ) : null}
        {may.adjustments ? (
          <CountTile
            label="Adjustments"
            count={proposed.length}
            href="/adjustments"
            note={<Oldest at={oldest(proposed.map(({ proposedAt }) => proposedAt))} />}
          />
        ) : null}
        <CountTile
          label="Alerts of the last day"
          count={recent.length}
          href="/alerts"
          note={alerts.data?.[0] ? <Newest at={alerts.data[0].lastAt} /> : 'None yet'}
        />
      </Tiles>
    </Section>
  )
}

const oldest = (moments: readonly Date[]): Date | undefined =>
  moments.reduce<Date | undefined>((first, at) => (first && first < at ? first : at), undefined)

/** Leads to these alone; around it the tile leads to all that wait. */
function DueSoon({ count }: { count: number | undefined }) {
  if (!count) return 'None due soon'
  return (
    <Link href="/disputes?state=due" className="relative inline-block py-1 text-accent-ink underline underline-offset-4">
      {count} due within two days
    </Link>
  )
}

function Newest({ at }: { at: Date }) {
  return (
    <>
      Newest: <TimeStamp at={at} />
    </>
  )
}

function Oldest({ at }: { at: Date | null | undefined }) {
  if (!at) return 'Queue clear'
  return (
    <>
      Oldest: <TimeStamp at={at} />
    </>
  )
}
