// One app, as operators see it.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { AppRecord } from './app-record'

export const metadata: Metadata = { title: 'App' }

type PageProps = { params: Promise<{ id: string }> }

export default async function AppPage({ params }: PageProps) {
  const { id } = await params
  const { operator, refusal } = await gate('apps.read', `/apps/${id}`)
  if (refusal) return refusal
  await load(api().records.app.queryOptions({ id }))
  return (
    <Hydrated>
      <AppRecord id={id} role={operator.role} />
    </Hydrated>
  )
}
