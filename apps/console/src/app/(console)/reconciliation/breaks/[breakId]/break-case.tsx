'use client'
// The two sides of a break, and the deed that resolves it.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Badge, Button, Card, EmptyState, KeyValueList, Money, PageHeader, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import Link from 'next/link'
import { DeedDialog } from '../../../../../deeds/deed-dialog'
import { Movements } from '../../../../../deeds/movements'
import { useApi } from '../../../../../trpc/client'

export function BreakCase({ id, role }: { id: string; role: OperatorRole }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data } = useSuspenseQuery(api.reconciliation.break.queryOptions({ id }))
  const resolve = useMutation(
    api.reconciliation.resolve.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.reconciliation.pathFilter()) }),
  )
  return (
    <>
      <PageHeader
        title={data.kind.replaceAll(/[._]/g, ' ')}
        description={data.explanation}
        breadcrumb={[{ label: 'Reconciliation', href: '/reconciliation' }]}
        status={
          data.resolvedAt ? (
            <StatusBadge status="settled">Resolved</StatusBadge>
          ) : (
            <Badge tone={data.severity === 'money' ? 'critical' : 'caution'}>
              {data.severity === 'money' ? 'Stops payouts' : 'Notice'}
            </Badge>
          )
        }
        action={
          !data.resolvedAt && roleMay(role, 'reconciliation.resolve') ? (
            <DeedDialog
              title="Resolve this break?"
              effect="It no longer stops payouts. If the next run finds it again, it opens again: resolving explains, it does not repair. To move money, propose an adjustment."
              confirmLabel="Resolve"
              tone="primary"
              done="The break is resolved."
              onConfirm={(reason) => resolve.mutateAsync({ id, reason })}
              trigger={<Button variant="primary">Resolve</Button>}
            />
          ) : undefined
        }
      />
      <Card>
        <KeyValueList
          items={[
            { label: 'Subject', value: <Subject subject={data.subject} />, copy: data.subject },
            { label: 'Amount', value: data.amount === null ? 'None' : <Money amount={data.amount} as="exact" negative="parentheses" /> },
            { label: 'First seen', value: <TimeStamp at={data.firstSeenAt} /> },
            { label: 'Last seen', value: <TimeStamp at={data.lastSeenAt} /> },
            ...(data.resolvedAt ? [{ label: 'Resolved', value: <TimeStamp at={data.resolvedAt} /> }] : []),
            ...(data.resolvedAt ? [{ label: 'By', value: data.resolvedBy?.name ?? 'The run: it was gone' }] : []),
            ...(data.reason ? [{ label: 'Because', value: data.reason }] : []),
          ]}
        />
      </Card>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Section title="Stripe has">
          {data.stripe.length === 0 ? (
            <Card isFlush>
              <EmptyState title="Nothing" why="Stripe has no balance transaction of this subject." />
            </Card>
          ) : null}
          {data.stripe.map((line) => (
            <Card key={line.id}>
              <KeyValueList
                items={[
                  { label: 'Balance transaction', value: line.id, copy: line.id },
                  { label: 'Category', value: line.reportingCategory.replaceAll('_', ' ') },
                  { label: 'Amount', value: <Money amount={line.amount} as="exact" negative="parentheses" /> },
                  { label: 'Fee', value: <Money amount={line.fee} as="exact" negative="parentheses" /> },
                  { label: 'Net', value: <Money amount={line.net} as="exact" negative="parentheses" /> },
                  { label: 'Made', value: <TimeStamp at={line.createdAt} /> },
                ]}
              />
            </Card>
          ))}
        </Section>
        <Section title="Our books have">
          {data.ledger.length === 0 ? (
            <Card isFlush>
              <EmptyState title="Nothing" why="No movement of the ledger names this subject." />
            </Card>
          ) : (
            <Movements movements={data.ledger} />
          )}
        </Section>
      </div>
    </>
  )
}

/** Of an order, the search leads on: to whose it is, and to its payment. */
function Subject({ subject }: { subject: string }) {
  if (!subject.startsWith('ord_')) return subject
  return (
    <Link
      href={`/search?for=${encodeURIComponent(subject)}` as Route}
      className="wrap-anywhere text-accent-ink underline underline-offset-4"
    >
      {subject}
    </Link>
  )
}
