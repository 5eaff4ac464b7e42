'use client'
// The daily runs: when, how they ended, what they made; and a run of today, asked for by hand.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { fromCents } from '@farebox/money'
import { Button, type DataColumn, DataTable, EmptyState, Money, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { z } from 'zod'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { useApi } from '../../../trpc/client'

type Run = inferRouterOutputs<OperatorRouter>['payouts']['runs'][number]

const columns: DataColumn<Run>[] = [
  { id: 'day', header: 'Day', cell: ({ startedAt }) => <TimeStamp at={startedAt} /> },
  { id: 'outcome', header: 'Outcome', cell: (run) => <Outcome {...run} /> },
  { id: 'reason', header: 'Why', cell: ({ reason }) => reason ?? '–' },
  { id: 'counts', header: 'Made', cell: ({ counts }) => <Counts counts={counts} /> },
]

export function PayoutRuns({ role }: { role: OperatorRole }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: runs } = useSuspenseQuery(api.payouts.runs.queryOptions())
  const run = useMutation(api.payouts.run.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.payouts.pathFilter()) }))
  return (
    <Section
      title="Daily runs"
      description="A run makes payouts and reviews them. It stops where the books do not reconcile."
      action={
        roleMay(role, 'payouts.run') ? (
          <DeedDialog
            title="Start today’s run?"
            effect="Every developer with enough available earnings gets a payout, which the rules then review. Starting it twice makes none twice."
            confirmLabel="Start"
            tone="primary"
            asksReason={false}
            done="Today’s run is queued."
            onConfirm={() => run.mutateAsync()}
            trigger={<Button>Run now</Button>}
          />
        ) : undefined
      }
    >
      <DataTable
        caption="Payout runs, newest first"
        rows={runs}
        columns={columns}
        rowKey={({ id }) => id}
        empty={<EmptyState title="No run yet" why="The first one runs with the next day, or when an operator starts it." />}
      />
    </Section>
  )
}

function Outcome({ outcome }: Run) {
  if (outcome === 'finished') return <StatusBadge status="settled">Finished</StatusBadge>
  if (outcome === 'running') return <StatusBadge status="processing">Running</StatusBadge>
  return <StatusBadge status="failed">Stopped</StatusBadge>
}

const runCounts = z.object({ created: z.number(), amountCents: z.number(), passedOver: z.record(z.string(), z.number()) }).partial()

/** What a run made, and whom it passed over and why. */
function Counts({ counts }: { counts: unknown }) {
  const { created = 0, amountCents = 0, passedOver = {} } = runCounts.safeParse(counts).data ?? {}
  const passed = Object.entries(passedOver).map(([why, times]) => `${times} ${why.replaceAll('_', ' ')}`)
  return (
    <span>
      {created} {created === 1 ? 'payout' : 'payouts'}, <Money amount={fromCents(amountCents)} as="charge" />
      {passed.length > 0 ? <span className="block text-ink-faint text-xs">Passed over: {passed.join(', ')}</span> : null}
    </span>
  )
}
