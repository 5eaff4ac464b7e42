// Money back without an account: what can come back, and what went back. Where somebody owns the wallet, it is theirs to ask for.
import { Card, Section } from '@farebox/ui'
import { RefundOffer } from '../../../refunds/refund-offer'
import { RefundProgress } from '../../../refunds/refund-progress'
import { clock } from '../../../server/clock'
import type { ReadReceipt } from '../../../trpc/answers'
import { caller } from '../../../trpc/server'

export async function ReceiptRefund({ token, receipt }: { token: string; receipt: ReadReceipt }) {
  if (receipt.purchase.kind !== 'wallet_topup') {
    return (
      <Section title="Refund">
        <Card>
          <p className="max-w-prose text-ink-soft text-sm">An owner of the organization asks for it in the dashboard, under Balance.</p>
        </Card>
      </Section>
    )
  }
  if (!receipt.isUnclaimed) {
    return (
      <Section title="Refund">
        <Card>
          <p className="max-w-prose text-ink-soft text-sm">
            This money is in somebody’s wallet now. They ask for it there, under Purchases; it goes back to the card that paid.
          </p>
        </Card>
      </Section>
    )
  }
  const { option, refunds } = await (await caller()).refunds.optionOfReceipt({ token })
  return (
    <Section
      title="Refund"
      description={`Back to the card that paid, in two steps.${receipt.appName ? ` ${receipt.appName} cannot take this money back.` : ''}`}
    >
      {refunds.length > 0 ? <RefundProgress refunds={refunds} /> : null}
      {option.refusal !== 'nothing_left' || refunds.length === 0 ? (
        <RefundOffer option={option} now={await clock().now()} reviewHref={`/receipt/${encodeURIComponent(token)}/refund`} />
      ) : null}
    </Section>
  )
}
