// The rules payouts are looked at with.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { load } from '../../../trpc/load'
import { api, Hydrated } from '../../../trpc/server'
import { RuleList } from './rule-list'

export const metadata: Metadata = { title: 'Risk rules' }

export default async function RiskPage() {
  const { operator, refusal } = await gate('risk.read', '/risk')
  if (refusal) return refusal
  await load(api().risk.rules.queryOptions())
  return (
    <Hydrated>
      <PageHeader
        title="Risk rules"
        description="Each payout is looked at with these. A rule that fires puts it into review, or on hold, and says why."
      />
      <RuleList role={operator.role} />
    </Hydrated>
  )
}
