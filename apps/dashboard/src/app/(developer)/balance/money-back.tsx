'use client'
// What was bought for the balance and the pools, what of it can go back to the card, and the refunds there were.
import type { DeveloperRouter } from '@farebox/billing/routers'
import { Banner, Button, Card, ConfirmDialog, EmptyState, Money, Section, StatusBadge, TimeStamp, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { useApi } from '../../../trpc/client'

type Option = inferRouterOutputs<DeveloperRouter>['refunds']['options'][number]
type Refund = inferRouterOutputs<DeveloperRouter>['refunds']['list'][number]

export function MoneyBack({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const { data: options } = useSuspenseQuery(api.refunds.options.queryOptions({ organizationId }))
  const { data: refunds } = useSuspenseQuery(api.refunds.list.queryOptions({ organizationId }))
  return (
    <>
      <Section title="Purchases" description="What is not spent goes back to the card it came from, whenever you ask for it.">
        <Card isFlush>
          {options.length === 0 ? (
            <EmptyState title="Nothing bought yet" why="Money you add by card shows here, with what can go back." />
          ) : null}
          <ul className="divide-y divide-line">
            {options.map((option) => (
              <PurchaseRow key={option.orderId} organizationId={organizationId} option={option} />
            ))}
          </ul>
        </Card>
      </Section>
      {refunds.length > 0 ? (
        <Section title="Refunds">
          <Card isFlush>
            <ul className="divide-y divide-line">
              {refunds.map((refund) => (
                <RefundRow key={refund.refundId} refund={refund} />
              ))}
            </ul>
          </Card>
        </Section>
      ) : null}
    </>
  )
}

function PurchaseRow({ organizationId, option }: { organizationId: string; option: Option }) {
  const { orderId, description, price, paidAt, amount, amountCents, because, feeIncluded, feeKept } = option
  const api = useApi()
  const cache = useQueryClient()
  const ask = useMutation(api.refunds.ask.mutationOptions({ onSuccess: () => cache.invalidateQueries() }))
  const refund = async () => {
    await ask.mutateAsync({ organizationId, orderId, amountCents })
    toast.success('The refund is on its way.')
  }
  return (
    <li className="flex items-center justify-between gap-4 px-4 py-3 text-sm sm:px-5">
      <span className="min-w-0">
        <span className="wrap-anywhere block font-medium text-ink">{description}</span>
        <span className="block text-ink-faint text-xs">
          Paid <Money amount={price} as="charge" /> {paidAt ? <TimeStamp at={paidAt} /> : null}
          {because ? <> · {because}</> : null}
        </span>
      </span>
      {amount > 0n ? (
        <ConfirmDialog
          title={`Refund ${description}?`}
          effect={
            <>
              <Money amount={amount} as="charge" className="font-medium" /> goes back to the card that paid, within 10 working days as your
              bank shows it.{' '}
              {feeKept > 0n ? (
                <>
                  The fee of <Money amount={feeKept} as="charge" /> is not part of it.
                </>
              ) : null}
              {feeIncluded > 0n ? (
                <>
                  The fee of <Money amount={feeIncluded} as="charge" /> is part of it. After three such refunds within 30 days, the next
                  purchase waits until the first of them is 30 days ago.
                </>
              ) : null}
            </>
          }
          confirmLabel="Refund"
          onConfirm={refund}
          trigger={<Button size="small">Refund</Button>}
        />
      ) : null}
    </li>
  )
}

function RefundRow({ refund: { description, amount, status, askedAt, failure, owed } }: { refund: Refund }) {
  return (
    <li className="space-y-2 px-4 py-3 text-sm sm:px-5">
      <span className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="min-w-0">
          <span className="wrap-anywhere block font-medium text-ink">{description}</span>
          <span className="block text-ink-faint text-xs">
            Asked for <TimeStamp at={askedAt} />
            {status === 'on_its_way' ? '. It has left the balance; your bank shows it within 10 working days.' : null}
          </span>
        </span>
        <span className="ms-auto flex items-center gap-3">
          {status === 'arrived' ? <StatusBadge status="refunded" /> : null}
          {status === 'on_its_way' ? <StatusBadge status="processing">On its way</StatusBadge> : null}
          {status === 'failed' ? <StatusBadge status="failed" /> : null}
          <Money amount={amount} as="charge" className="font-medium text-ink" />
        </span>
      </span>
      {failure ? (
        <Banner tone="critical" title="It did not arrive">
          {failure}
        </Banner>
      ) : null}
      {owed > 0n ? (
        <Banner tone="caution" title="More went back than was left">
          <Money amount={owed} as="exact" /> is owed; the next money you add repays it first.
        </Banner>
      ) : null}
    </li>
  )
}
