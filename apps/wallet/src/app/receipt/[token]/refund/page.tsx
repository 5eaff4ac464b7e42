// /receipt/{token}/refund: the second step of a refund without an account.
import { Card, EmptyState, LinkButton, PageHeader, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { RefundReview } from '../../../../refunds/refund-review'
import { confirmLabel, feeSentence, isWithdrawal } from '../../../../refunds/refund-words'
import { clock } from '../../../../server/clock'
import { askReceiptRefund } from '../../../../server/refunds'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'

export const metadata: Metadata = { title: 'Refund', robots: { index: false }, referrer: 'no-referrer' }

export default async function ReceiptRefundPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const { option } = await found((await caller()).refunds.optionOfReceipt({ token }))
  const now = await clock().now()
  const backHref = `/receipt/${encodeURIComponent(token)}`
  return (
    <PlainShell product="Wallet" width="page">
      <div className="mx-auto max-w-2xl space-y-8 py-6">
        <PageHeader
          title={isWithdrawal(option, now) ? 'Withdraw from this purchase' : 'Refund what is left'}
          description={option.description}
          breadcrumb={[{ label: 'Receipt', href: backHref }]}
        />
        {option.refusal === null ? (
          <RefundReview
            option={option}
            card={undefined}
            confirmLabel={confirmLabel(option, now)}
            feeSentence={feeSentence(option, now)}
            backHref={backHref}
            ask={askReceiptRefund}
            field={{ name: 'token', value: token }}
          />
        ) : (
          <Card>
            <EmptyState
              title="Nothing can be refunded now"
              why={option.because}
              action={<LinkButton href={backHref as Route}>Back to the receipt</LinkButton>}
            />
          </Card>
        )}
      </div>
    </PlainShell>
  )
}
