// What was bought for this wallet, and what is left of each.
import { LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { PageLinks } from '../../../tables/page-links'
import { caller } from '../../../trpc/server'
import { PurchasesTable } from './purchases-table'

export const metadata: Metadata = { title: 'Purchases' }

const LIMIT = 50

export default async function PurchasesPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const { after } = await searchParams
  const { rows, hasMore } = await (await caller()).receipts.purchases({
    after: typeof after === 'string' ? after : undefined,
    limit: LIMIT,
  })
  return (
    <>
      <PageHeader
        title="Purchases"
        description="Every top-up, with its fee and what is left of it. Open one for its refund."
        action={<LinkButton href="/refunds">Refunds</LinkButton>}
      />
      <PurchasesTable
        purchases={rows}
        pager={<PageLinks newest="/purchases" isNewest={after === undefined} lastId={hasMore ? rows.at(-1)?.orderId : undefined} />}
      />
    </>
  )
}
