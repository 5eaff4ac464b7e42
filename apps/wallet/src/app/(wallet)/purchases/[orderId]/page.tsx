// One purchase: what was paid, what is left of it, what can come back, and what went back.
import { Banner, Card, cardName, KeyValueList, Money, PageHeader, Section, TimeStamp } from '@farebox/ui'
import type { Metadata } from 'next'
import { RefundOffer } from '../../../../refunds/refund-offer'
import { RefundProgress } from '../../../../refunds/refund-progress'
import { clock } from '../../../../server/clock'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'

export const metadata: Metadata = { title: 'Purchase' }

type PageProps = { params: Promise<{ orderId: string }>; searchParams: Promise<{ refund?: string | string[] }> }

export default async function PurchasePage({ params, searchParams }: PageProps) {
  const { orderId } = await params
  const { refund } = await searchParams
  const { purchase, card, option, refunds, stopped, isTakenBack } = await found((await caller()).receipts.purchase({ orderId }))
  const isPaid = purchase.status === 'paid'
  return (
    <>
      <PageHeader title={purchase.description} breadcrumb={[{ label: 'Purchases', href: '/purchases' }]} />
      {refund === 'asked' ? (
        <Banner tone="positive" title="Your refund is on its way">
          It has left your balance. A confirmation comes by mail.
        </Banner>
      ) : null}
      {purchase.status === 'quarantined' ? (
        <Banner tone="caution" title="We are checking this payment">
          It is not credited yet. Nothing is lost: a person looks at it, and you will hear from us.
        </Banner>
      ) : null}
      {isTakenBack ? (
        <Banner tone="critical" title="A bank took this payment back">
          Its card’s owner disputed it, and the bank gave them the money. What was left of it has left your wallet.
        </Banner>
      ) : null}
      {stopped > 0n ? (
        <Banner tone="caution" title="A bank is deciding about this payment">
          <Money amount={stopped} as="balance" className="font-medium text-ink" /> of it is set aside meanwhile. If the bank decides for
          you, it comes back to your balance by itself.
        </Banner>
      ) : null}
      <Card>
        <KeyValueList
          items={[
            { label: 'Paid', value: <Money amount={purchase.price} as="balance" className="font-semibold" /> },
            { label: 'Credited', value: <Money amount={purchase.credit} as="balance" /> },
            { label: 'Fee', value: <Money amount={purchase.fee} as="balance" /> },
            ...(purchase.left === null
              ? []
              : [
                  {
                    label: 'Left of it',
                    value: <Money amount={purchase.left} as={purchase.left === 0n ? 'balance' : 'exact'} className="font-semibold" />,
                  },
                ]),
            ...(option.refunded > 0n ? [{ label: 'Refunded', value: <Money amount={option.refunded} as="balance" /> }] : []),
            ...(card ? [{ label: 'Card', value: cardName(card) }] : []),
            { label: 'When', value: <TimeStamp at={purchase.paidAt ?? purchase.createdAt} /> },
            { label: 'Order', value: purchase.orderId, copy: purchase.orderId },
          ]}
        />
      </Card>
      {refunds.length > 0 ? (
        <Section title={refunds.length === 1 ? 'Your refund' : 'Your refunds'}>
          <RefundProgress refunds={refunds} />
        </Section>
      ) : null}
      {isPaid && !isTakenBack && option.refunded < purchase.price && (option.refusal !== 'nothing_left' || refunds.length === 0) ? (
        <Section title="Refund" description="Back to the card that paid, in two steps.">
          <RefundOffer option={option} now={await clock().now()} reviewHref={`/purchases/${purchase.orderId}/refund`} />
        </Section>
      ) : null}
    </>
  )
}
