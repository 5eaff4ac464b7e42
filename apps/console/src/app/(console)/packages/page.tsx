// What users can buy: terms on sale, announced, and ended.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { PackageList } from './package-list'

export const metadata: Metadata = { title: 'Packages' }

export default async function PackagesPage() {
  const { operator, refusal } = await gate('packages.read', '/packages')
  if (refusal) return refusal
  await load(api().packages.list.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Packages"
        description="What users top up with. Terms are never changed: new ones start, the old ones end, and whoever bought keeps what was sold."
      />
      <PackageList role={operator.role} />
    </Hydrated>
  )
}
