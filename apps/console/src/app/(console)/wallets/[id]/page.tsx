// One wallet, as operators see it. Looking at it is on record.
import type { Metadata } from 'next'
import { gate } from '../../../../place/gate'
import { load } from '../../../../trpc/load'
import { api, Hydrated } from '../../../../trpc/server'
import { WalletRecord } from './wallet-record'

export const metadata: Metadata = { title: 'Wallet' }

type PageProps = { params: Promise<{ id: string }> }

export default async function WalletPage({ params }: PageProps) {
  const { id } = await params
  const { operator, refusal } = await gate('users.read', `/wallets/${id}`)
  if (refusal) return refusal
  await load(api().records.wallet.queryOptions({ id }))
  return (
    <Hydrated>
      <WalletRecord id={id} role={operator.role} />
    </Hydrated>
  )
}
