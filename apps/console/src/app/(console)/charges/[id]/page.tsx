// One charge, as operators see it. Looking at it is on record.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { ChargeRecord } from './charge-record'

export const metadata: Metadata = { title: 'Charge' }

type PageProps = { params: Promise<{ id: string }> }

export default async function ChargePage({ params }: PageProps) {
  const { id } = await params
  const { operator, refusal } = await gate('charges.read', `/charges/${id}`)
  if (refusal) return refusal
  await load(api().records.charge.queryOptions({ id }))
  return (
    <Hydrated>
      <ChargeRecord id={id} role={operator.role} />
    </Hydrated>
  )
}
