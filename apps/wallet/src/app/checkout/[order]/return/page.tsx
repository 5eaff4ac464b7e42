// Back from Stripe. Asks Stripe itself whether it is paid, credits it if the webhook has not, and may be opened any number of times.
import { completeOrder } from '@farebox/billing/checkout'
import { Banner, Card, KeyValueList, LinkButton, Money, PageHeader, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { env } from '../../../../env'
import { clock } from '../../../../server/clock'
import { till } from '../../../../server/till'
import type { OrderPage } from '../../../../trpc/answers'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { WaitForPayment } from './wait-for-payment'

export const metadata: Metadata = { title: 'Payment', robots: { index: false }, referrer: 'same-origin' }

type PageProps = { params: Promise<{ order: string }>; searchParams: Promise<{ from?: string | string[] }> }

export default async function ReturnPage({ params, searchParams }: PageProps) {
  const { order: orderId } = await params
  const { from } = await searchParams
  const order = await found((await caller()).topups.order({ orderId }))
  const completion = order.status === 'paid' ? 'paid' : await completeOrder(till(), order.id, await clock().now())
  if (completion === 'expired' || completion === 'failed') redirect(`/checkout/${orderId}` as Route)
  const isElsewhere = !order.successUrl.startsWith(`${env().WALLET_URL}/`)
  // An app's buyer goes straight back: that is where they were.
  if (completion === 'paid' && from === 'stripe' && isElsewhere) redirect(order.successUrl as Route)
  return (
    <PlainShell product="Wallet">
      {completion === 'paid' ? null : <h1 className="sr-only">Payment of {order.description}</h1>}
      {completion === 'paid' ? <Paid order={order} /> : null}
      {completion === 'waiting' ? <WaitForPayment orderId={orderId} /> : null}
      {completion === 'quarantined' ? (
        <Banner tone="caution" title="We are checking this payment">
          What was paid does not match what was ordered, so nothing is credited yet. Nothing is lost: a person looks at it, and you will
          hear from us.
        </Banner>
      ) : null}
    </PlainShell>
  )
}

function Paid({ order }: { order: OrderPage }) {
  const isOwn = order.isForOwnWallet
  return (
    <div className="space-y-6">
      <PageHeader title="Thank you, it is paid" />
      <Card className="space-y-5">
        <KeyValueList
          items={[
            { label: 'Credited', value: <Money amount={order.credit} as="balance" className="font-semibold" /> },
            { label: 'Fee', value: <Money amount={order.fee} as="balance" /> },
            { label: 'Paid', value: <Money amount={order.price} as="balance" /> },
            ...(order.left === null ? [] : [{ label: 'Left of it', value: <Money amount={order.left} as="balance" /> }]),
            { label: 'Order', value: order.orderId, copy: order.orderId },
          ]}
        />
        <LinkButton href={order.successUrl as Route} variant="primary" size="large" isWide>
          {isOwn ? 'Continue' : order.kind === 'wallet_topup' && order.appName ? `Back to ${order.appName}` : 'Back to the dashboard'}
        </LinkButton>
      </Card>
      <p className="text-ink-soft text-sm">The receipt comes by mail, with a link to every charge made from it.</p>
    </div>
  )
}
