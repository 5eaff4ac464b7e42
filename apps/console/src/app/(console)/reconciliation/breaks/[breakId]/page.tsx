// One break, with what both sides have of its subject.
import type { Metadata } from 'next'
import { gate } from '../../../../../place/gate'
import { load } from '../../../../../trpc/load'
import { api, Hydrated } from '../../../../../trpc/server'
import { BreakCase } from './break-case'

export const metadata: Metadata = { title: 'Break' }

type PageProps = { params: Promise<{ breakId: string }> }

export default async function BreakPage({ params }: PageProps) {
  const { breakId } = await params
  const { operator, refusal } = await gate('reconciliation.read', `/reconciliation/breaks/${breakId}`)
  if (refusal) return refusal
  await load(api().reconciliation.break.queryOptions({ id: breakId }))
  return (
    <Hydrated>
      <BreakCase id={breakId} role={operator.role} />
    </Hydrated>
  )
}
