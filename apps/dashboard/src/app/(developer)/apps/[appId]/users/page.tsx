// The users an app knows, with what they spent here.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { appPlace, type Search } from '../../../../../place/place'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { loadUserFilters, pageOfUsers } from './user-filters'
import { UsersList } from './users-list'

export const metadata: Metadata = { title: 'Users' }

type PageProps = { params: Promise<{ appId: string }>; searchParams: Search }

export default async function UsersPage({ params, searchParams }: PageProps) {
  const place = await appPlace(params, searchParams, '/users')
  await load(api().usage.users.queryOptions(pageOfUsers(place, await loadUserFilters(searchParams))))
  return (
    <Hydrated>
      <PageHeader
        title="Users"
        description="By your own ids, with what they spent in this app. Their balance and their other apps are theirs alone."
      />
      <UsersList {...place} />
    </Hydrated>
  )
}
