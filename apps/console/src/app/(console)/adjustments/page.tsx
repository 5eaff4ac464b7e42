// Corrections of money by hand: one operator proposes, another approves.

import { roleMay } from '@farebox/auth/operator-permissions'
import { LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { loadAdjustmentFilters, pageOfAdjustments } from './adjustment-filters'
import { AdjustmentList } from './adjustment-list'

export const metadata: Metadata = { title: 'Adjustments' }

export default async function AdjustmentsPage({ searchParams }: { searchParams: Search }) {
  const { operator, refusal } = await gate('adjustments.read', '/adjustments')
  if (refusal) return refusal
  const filters = await loadAdjustmentFilters(searchParams)
  await load(api().adjustments.list.queryOptions(pageOfAdjustments(filters)))
  return (
    <Hydrated>
      <PageHeader
        title="Adjustments"
        description="Corrections of money by hand. One operator proposes, another approves; the ledger shows both names."
        action={
          roleMay(operator.role, 'adjustments.propose') ? (
            <LinkButton href={'/adjustments/new' as Route} variant="primary">
              Propose
            </LinkButton>
          ) : undefined
        }
      />
      <AdjustmentList self={{ id: operator.id, role: operator.role }} />
    </Hydrated>
  )
}
