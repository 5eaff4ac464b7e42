// Who did what, and whose personal data was read.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { loadAuditFilters, pageOfAudit } from './audit-filters'
import { AuditList } from './audit-list'

export const metadata: Metadata = { title: 'Audit log' }

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  const { refusal } = await gate('audit.read', '/audit')
  if (refusal) return refusal
  const filters = await loadAuditFilters(searchParams)
  await load(api().audit.list.queryOptions(pageOfAudit(filters)), api().audit.operators.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Audit log"
        description="Every deed of an operator, a developer or a user that changed something, and every look at personal data. Rows are added, never changed."
      />
      <AuditList />
    </Hydrated>
  )
}
