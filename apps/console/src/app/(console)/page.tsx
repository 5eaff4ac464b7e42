// Home: what waits for somebody, since when, and whether everything runs.
import { roleMay } from '@farebox/auth/operator-permissions'
import { PageHeader } from '@farebox/ui'
import { gate } from '../../place/gate'
import { load } from '../../trpc/load'
import { api, Hydrated } from '../../trpc/server'
import { HealthList } from './health-list'
import { QueueTiles } from './queue-tiles'

export default async function HomePage() {
  const { operator, refusal } = await gate('console.enter', '/')
  if (refusal) return refusal
  await load(api().account.health.queryOptions(), ...(roleMay(operator.role, 'payouts.read') ? [api().payouts.counts.queryOptions()] : []))
  return (
    <Hydrated>
      <PageHeader
        title={`Hello, ${operator.name}`}
        description={`You are signed in as ${operator.role}. What your role does not open is not shown.`}
      />
      <QueueTiles role={operator.role} />
      <HealthList />
    </Hydrated>
  )
}
