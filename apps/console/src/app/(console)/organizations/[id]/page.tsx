// One organization, as operators see it. Looking at it is on record.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { OrganizationRecord } from './organization-record'

export const metadata: Metadata = { title: 'Organization' }

type PageProps = { params: Promise<{ id: string }> }

export default async function OrganizationPage({ params }: PageProps) {
  const { id } = await params
  const { operator, refusal } = await gate('organizations.read', `/organizations/${id}`)
  if (refusal) return refusal
  await load(api().records.organization.queryOptions({ id }))
  return (
    <Hydrated>
      <OrganizationRecord id={id} role={operator.role} />
    </Hydrated>
  )
}
