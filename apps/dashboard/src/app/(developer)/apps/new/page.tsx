// Registering an app: a name is enough; the rest can wait.
import { Card, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { organizationPlace, type Search } from '../../../../place/place'
import { AppForm } from './app-form'

export const metadata: Metadata = { title: 'New app' }

export default async function NewAppPage({ searchParams }: { searchParams: Search }) {
  const { organizationId, organizationName } = await organizationPlace('/apps/new', searchParams)
  return (
    <div className="mx-auto max-w-xl space-y-6">
      <PageHeader
        title="Register an app"
        description={`It belongs to ${organizationName}. You get a sandbox with play money at once, and $100 in its grant pool there.`}
      />
      <Card>
        <AppForm organizationId={organizationId} />
      </Card>
    </div>
  )
}
