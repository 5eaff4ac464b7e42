// Every refund of this wallet's purchases, newest first, and where each is.
import { Card, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { RefundProgress } from '../../../refunds/refund-progress'
import { caller } from '../../../trpc/server'

export const metadata: Metadata = { title: 'Refunds' }

export default async function RefundsPage() {
  const refunds = await (await caller()).refunds.list()
  return (
    <>
      <PageHeader
        title="Refunds"
        description="Money that went back to your card, or is on its way."
        breadcrumb={[{ label: 'Purchases', href: '/purchases' }]}
      />
      {refunds.length === 0 ? (
        <Card>
          <EmptyState
            title="No refunds"
            why="What is not spent of a purchase can come back to the card that paid. Open the purchase to see how much."
            action={<LinkButton href="/purchases">Your purchases</LinkButton>}
          />
        </Card>
      ) : (
        <RefundProgress refunds={refunds} />
      )}
    </>
  )
}
