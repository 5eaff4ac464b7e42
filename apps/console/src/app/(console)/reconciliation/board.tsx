'use client'
// The board: what the last run proved, each break, each invariant, each category of Stripe's.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Banner, Button, Card, EmptyState, KeyValueList, Money, PageHeader, Section, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useApi } from '../../../trpc/client'
import { BreakTable } from './break-table'
import { CategoryTable } from './category-table'

export type ReconciliationBoard = inferRouterOutputs<OperatorRouter>['reconciliation']['board']
type Run = ReconciliationBoard['runs'][number]

/** While a run is under way the board looks again. */
const LOOK_AGAIN_MS = 3_000

export function Board({ role }: { role: OperatorRole }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: board } = useSuspenseQuery({
    ...api.reconciliation.board.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.isRunning ? LOOK_AGAIN_MS : false),
  })
  const run = useMutation(
    api.reconciliation.run.mutationOptions({
      onSuccess: async () => {
        toast.success('The worker reconciles now.')
        await cache.invalidateQueries(api.reconciliation.pathFilter())
      },
      onError: (failure) => toast.error(failureOf(failure).message),
    }),
  )
  const { lastRun } = board
  return (
    <>
      <PageHeader
        title="Reconciliation"
        description="Every day the ledger is compared with itself and with Stripe’s balance transactions. Payouts stop where they disagree."
        action={
          roleMay(role, 'reconciliation.run') ? (
            <Button variant="primary" isLoading={run.isPending || board.isRunning} onClick={() => run.mutate()}>
              Run now
            </Button>
          ) : undefined
        }
      />
      <Verdict board={board} />
      {lastRun ? (
        <Card>
          <KeyValueList
            items={[
              { label: 'Stripe says it holds', value: <Money amount={lastRun.stripeBalance} as="exact" negative="parentheses" /> },
              { label: 'Our books say', value: <Money amount={lastRun.ledgerBalance} as="exact" negative="parentheses" /> },
              { label: 'Waits to be booked', value: <Money amount={lastRun.waiting} as="exact" negative="parentheses" /> },
            ]}
          />
        </Card>
      ) : null}
      <BreakTable />
      {lastRun ? (
        <>
          <Section title="Invariants" description="What must be true of the ledger at every moment.">
            <Card isFlush>
              <ol className="divide-y divide-line">
                {lastRun.invariants.map(({ number, says, breaks }) => (
                  <li key={number} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 text-sm sm:px-5">
                    <span className="max-w-prose">
                      <span className="text-ink-faint tabular-nums">{number}.</span> {says}
                    </span>
                    {breaks === 0 ? (
                      <StatusBadge status="settled">Holds</StatusBadge>
                    ) : (
                      <StatusBadge status="failed">{`${breaks} broken`}</StatusBadge>
                    )}
                  </li>
                ))}
              </ol>
            </Card>
          </Section>
          <CategoryTable rows={lastRun.categories} />
        </>
      ) : null}
      <Section title="Runs">
        <Card isFlush>
          {board.runs.length === 0 ? (
            <EmptyState title="No run yet" why="It runs once a day, before payouts, and when an operator asks." />
          ) : null}
          <ul className="divide-y divide-line">
            {board.runs.map((each) => (
              <li key={each.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 text-sm sm:px-5">
                <span>
                  <TimeStamp at={each.startedAt} /> <span className="text-ink-faint">by {each.trigger}</span>
                  {each.failure ? <span className="block text-ink-soft">{each.failure}</span> : null}
                </span>
                <RunBadge run={each} />
              </li>
            ))}
          </ul>
        </Card>
      </Section>
    </>
  )
}

function Verdict({ board: { lastRun, openBreaks } }: { board: ReconciliationBoard }) {
  if (!lastRun) return <Banner title="Nothing is proven yet">Run it once: it takes some seconds.</Banner>
  const money = openBreaks.filter(({ severity }) => severity === 'money').length
  if (money > 0) {
    return (
      <Banner tone="critical" title={money === 1 ? 'One break is about money' : `${money} breaks are about money`}>
        Payouts are stopped until each is explained and resolved.
      </Banner>
    )
  }
  return (
    <Banner tone="positive" title="The books agree">
      Proven <TimeStamp at={lastRun.startedAt} />: {lastRun.counts.stored} lines of Stripe’s, {lastRun.counts.booked} booked.
    </Banner>
  )
}

function RunBadge({ run: { outcome } }: { run: Run }) {
  if (outcome === 'proven') return <StatusBadge status="settled">Proven</StatusBadge>
  if (outcome === 'running') return <StatusBadge status="processing">Running</StatusBadge>
  if (outcome === 'broken') return <StatusBadge status="failed">Broken</StatusBadge>
  return <StatusBadge status="failed">Could not be done</StatusBadge>
}
