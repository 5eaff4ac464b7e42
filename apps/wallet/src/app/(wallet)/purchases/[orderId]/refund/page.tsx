// The second step of a refund: looked at once more, then confirmed.
import { Card, cardName, EmptyState, LinkButton, PageHeader } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { RefundReview } from '../../../../../refunds/refund-review'
import { confirmLabel, feeSentence, isWithdrawal } from '../../../../../refunds/refund-words'
import { clock } from '../../../../../server/clock'
import { askOwnRefund } from '../../../../../server/refunds'
import { found } from '../../../../../trpc/found'
import { caller } from '../../../../../trpc/server'

export const metadata: Metadata = { title: 'Refund' }

export default async function RefundReviewPage({ params }: { params: Promise<{ orderId: string }> }) {
  const { orderId } = await params
  const { purchase, card, option } = await found((await caller()).receipts.purchase({ orderId }))
  const now = await clock().now()
  const backHref = `/purchases/${purchase.orderId}`
  return (
    <>
      <PageHeader
        title={isWithdrawal(option, now) ? 'Withdraw from this purchase' : 'Refund what is left'}
        description={purchase.description}
        breadcrumb={[
          { label: 'Purchases', href: '/purchases' },
          { label: 'Purchase', href: backHref },
        ]}
      />
      {option.refusal === null ? (
        <RefundReview
          option={option}
          card={card ? cardName(card) : undefined}
          confirmLabel={confirmLabel(option, now)}
          feeSentence={feeSentence(option, now)}
          backHref={backHref}
          ask={askOwnRefund}
          field={{ name: 'orderId', value: purchase.orderId }}
        />
      ) : (
        <Card>
          <EmptyState
            title="Nothing can be refunded now"
            why={option.because}
            action={<LinkButton href={backHref as Route}>Back to the purchase</LinkButton>}
          />
        </Card>
      )}
    </>
  )
}
