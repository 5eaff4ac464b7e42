// Who may not sign up or pay, who always may, and what the last day looked like.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import type { Search } from '../../../place/search'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { EntryTable } from './entry-table'
import { entriesOf, loadListFilters } from './list-filters'
import { SignsOfTheDay } from './signs-of-the-day'

export const metadata: Metadata = { title: 'Block lists' }

export default async function ListsPage({ searchParams }: { searchParams: Search }) {
  const { operator, refusal } = await gate('risk.read', '/lists')
  if (refusal) return refusal
  const filters = await loadListFilters(searchParams)
  await load(api().risk.lists.read.queryOptions(entriesOf(filters)), api().risk.signs.read.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Block lists"
        description="Asked when somebody signs up, opens a checkout, or has paid. What is allowed beats what is blocked."
      />
      <SignsOfTheDay role={operator.role} />
      <EntryTable role={operator.role} />
    </Hydrated>
  )
}
