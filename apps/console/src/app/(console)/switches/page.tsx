// The kill switches.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { SwitchBoard } from './switch-board'
import { loadSwitchFilters, switchesAsked } from './switch-filters'

export const metadata: Metadata = { title: 'Kill switches' }

export default async function SwitchesPage({ searchParams }: { searchParams: Search }) {
  const { operator, refusal } = await gate('switches.read', '/switches')
  if (refusal) return refusal
  const filters = await loadSwitchFilters(searchParams)
  await load(api().switches.read.queryOptions(switchesAsked(filters)), api().prices.table.queryOptions(), api().account.me.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Kill switches"
        description="In force at once: new calls are refused, and streams under way end within ten seconds, charged for what they produced. Balances and earnings stay where they are."
      />
      <SwitchBoard role={operator.role} />
    </Hydrated>
  )
}
