// Proposing a correction of money.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { AdjustmentForm } from './adjustment-form'

export const metadata: Metadata = { title: 'Propose an adjustment' }

export default async function NewAdjustmentPage() {
  const { refusal } = await gate('adjustments.propose', '/adjustments/new')
  if (refusal) return refusal
  return (
    <>
      <PageHeader
        title="Propose an adjustment"
        breadcrumb={[{ label: 'Adjustments', href: '/adjustments' }]}
        description="Nothing moves until another operator approves. What they will see is what you see here."
      />
      <AdjustmentForm />
    </>
  )
}
