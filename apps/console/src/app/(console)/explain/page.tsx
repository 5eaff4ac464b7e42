// Any balance at any moment, as the sum of its entries.
import { PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import { gate } from '../../../place/gate'
import { BalanceExplained } from './balance-explained'

export const metadata: Metadata = { title: 'Explain balance' }

export default async function ExplainPage() {
  const { refusal } = await gate('explain.read', '/explain')
  if (refusal) return refusal
  return (
    <>
      <PageHeader title="Explain balance" description="Any balance, now or at any moment before, as the sum of every entry that made it." />
      <BalanceExplained />
    </>
  )
}
