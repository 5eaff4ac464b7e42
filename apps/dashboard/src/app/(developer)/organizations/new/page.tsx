// A developer's first step: the organization that owns apps and is paid for them.
import { Card, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { requirePerson } from '../../../../server/session'
import { OrganizationForm } from './organization-form'

export const metadata: Metadata = { title: 'New organization' }

export default async function NewOrganizationPage() {
  await requirePerson('/organizations/new')
  return (
    <div className="mx-auto max-w-xl space-y-6">
      <PageHeader
        title="Create an organization"
        description="It owns your apps, receives what they earn, and can pay for calls itself. Creating one costs nothing."
      />
      <Card>
        <OrganizationForm />
      </Card>
    </div>
  )
}
