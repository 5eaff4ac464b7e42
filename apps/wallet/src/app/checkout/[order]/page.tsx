// A purchase before it is paid. Works signed out: what it is, what it costs, who adds what. Then Stripe's page.
import { Banner, Card, KeyValueList, LinkButton, Money, PageHeader, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { found } from '../../../trpc/found'
import { caller } from '../../../trpc/server'
import { percent } from '../../../words/percent'
import { PayForm } from './pay-form'

export const metadata: Metadata = { title: 'Checkout', robots: { index: false }, referrer: 'same-origin' }

type PageProps = { params: Promise<{ order: string }>; searchParams: Promise<{ canceled?: string | string[]; check?: string | string[] }> }

export default async function CheckoutPage({ params, searchParams }: PageProps) {
  const { order: orderId } = await params
  const { canceled, check } = await searchParams
  const order = await found((await caller()).topups.order({ orderId }))
  if (order.status === 'paid' || order.status === 'quarantined') redirect(`/checkout/${orderId}/return` as Route)
  const isEnded = order.status === 'expired' || order.status === 'failed'
  return (
    <PlainShell product="Wallet" footer="Payment by Stripe. Farebox never sees your card.">
      <div className="space-y-6">
        {order.mode === 'sandbox' ? (
          <Banner tone="caution" title="Sandbox">
            No real money moves. Use Stripe’s test cards.
          </Banner>
        ) : null}
        {isEnded ? (
          <Banner tone="caution" title="This purchase has ended">
            You were not charged. Start again where you came from.
          </Banner>
        ) : null}
        {canceled && !isEnded ? (
          <Banner tone="neutral" title="The payment was not made">
            You were not charged. You can still pay, or go back.
          </Banner>
        ) : null}
        <PageHeader title={order.appName && order.kind === 'wallet_topup' ? `AI balance for ${order.appName}` : order.description} />
        <Card className="space-y-5">
          <KeyValueList
            items={[
              { label: 'You get', value: <Money amount={order.credit} as="balance" className="font-semibold" /> },
              { label: 'Fee', value: <Money amount={order.fee} as="balance" /> },
              { label: 'You pay', value: <Money amount={order.price} as="balance" className="font-semibold text-base" /> },
            ]}
          />
          {isEnded ? null : <PayForm orderId={orderId} price={order.price} check={typeof check === 'string' ? check : undefined} />}
          <LinkButton href={order.cancelUrl as Route} variant="quiet" isWide>
            {order.appName && order.kind === 'wallet_topup' ? `Back to ${order.appName}` : 'Back'}
          </LinkButton>
        </Card>
        <Terms order={order} />
      </div>
    </PlainShell>
  )
}

type TermsProps = { order: { kind: string; appName: string | null; markupBps: number | null } }

function Terms({ order: { kind, appName, markupBps } }: TermsProps) {
  if (kind !== 'wallet_topup') return <p className="text-ink-soft text-sm">The fee covers the card’s costs. Nothing renews by itself.</p>
  return (
    <div className="space-y-2 text-ink-soft text-sm">
      {appName && markupBps !== null ? (
        <p>
          {appName} spends it call by call: the model’s price
          {markupBps > 0 ? `, plus ${percent(markupBps)} to ${appName}` : ', nothing added'}. You need no account; the receipt mail shows
          every charge.
        </p>
      ) : null}
      <p>
        Within 14 days, if nothing was spent, you get back all you paid. Later, or partly spent: the unspent credit. Nothing renews by
        itself.
      </p>
    </div>
  )
}
