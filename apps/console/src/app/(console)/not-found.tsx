// An address of nothing.
import { LinkButton, PageHeader } from '@farebox/ui'
import type { Route } from 'next'

export default function NotFound() {
  return (
    <div className="space-y-6">
      <PageHeader title="There is nothing here" description="The address is wrong, or what it named does not exist." />
      <LinkButton href={'/search' as Route}>Search by id</LinkButton>
    </div>
  )
}
