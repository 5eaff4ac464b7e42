// Anything by any id: Farebox's, Stripe's, a developer's own, or a mail address.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { SearchBox } from './search-box'

export const metadata: Metadata = { title: 'Search' }

export default async function SearchPage() {
  const { refusal } = await gate('search.use', '/search')
  if (refusal) return refusal
  return (
    <>
      <PageHeader
        title="Search"
        description="By any id: a charge, request, wallet, user, organization, app, key, payout, order, Stripe’s own ids, a developer’s name for a user, or a mail address."
      />
      <SearchBox />
    </>
  )
}
