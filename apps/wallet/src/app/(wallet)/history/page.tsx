// The balance over time: every change that is not a call, with what was there afterwards.
import { LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { PageLinks } from '../../../tables/page-links'
import { caller } from '../../../trpc/server'
import { HistoryTable } from './history-table'

export const metadata: Metadata = { title: 'Balance history' }

const LIMIT = 50

export default async function HistoryPage({ searchParams }: { searchParams: Promise<{ after?: string | string[] }> }) {
  const { after } = await searchParams
  const { rows, hasMore } = await (await caller()).wallet.history({ after: typeof after === 'string' ? after : undefined, limit: LIMIT })
  return (
    <>
      <PageHeader
        title="Balance history"
        description="Every change of your balance beside calls. Nothing changes it without a row here."
        action={<LinkButton href="/charges">Calls</LinkButton>}
      />
      <HistoryTable
        changes={rows}
        pager={<PageLinks newest="/history" isNewest={after === undefined} lastId={hasMore ? rows.at(-1)?.id : undefined} />}
      />
    </>
  )
}
