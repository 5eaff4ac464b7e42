// One user, as operators see it. Personal data: looking at it is on record.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { UserRecord } from './user-record'

export const metadata: Metadata = { title: 'User' }

type PageProps = { params: Promise<{ id: string }> }

export default async function UserPage({ params }: PageProps) {
  const { id } = await params
  const { operator, refusal } = await gate('users.read', `/users/${id}`)
  if (refusal) return refusal
  await load(api().records.user.queryOptions({ id }))
  return (
    <Hydrated>
      <UserRecord id={id} role={operator.role} />
    </Hydrated>
  )
}
