// What operators were told, newest first.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { AlertList } from './alert-list'

export const metadata: Metadata = { title: 'Alerts' }

export default async function AlertsPage() {
  const { refusal } = await gate('alerts.read', '/alerts')
  if (refusal) return refusal
  await load(api().alerts.list.queryOptions({ limit: 100 }))
  return (
    <Hydrated>
      <PageHeader title="Alerts" description="What went wrong by itself. Operators were told by mail, and by webhook where one is set." />
      <AlertList />
    </Hydrated>
  )
}
