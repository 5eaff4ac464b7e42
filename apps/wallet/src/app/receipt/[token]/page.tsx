// The receipt a mail links to: the purchase and every charge made from it, without an account.
import { Banner, Card, KeyValueList, LinkButton, Money, PageHeader, PlainShell, Section, TimeStamp } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import type { ReadReceipt } from '../../../trpc/answers'
import { found } from '../../../trpc/found'
import { caller } from '../../../trpc/server'
import { ReceiptCharges } from './receipt-charges'
import { ReceiptRefund } from './receipt-refund'

export const metadata: Metadata = { title: 'Receipt', robots: { index: false }, referrer: 'no-referrer' }

type PageProps = { params: Promise<{ token: string }>; searchParams: Promise<{ after?: string | string[]; refund?: string | string[] }> }

export default async function ReceiptPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const { after, refund } = await searchParams
  const receipt = await found((await caller()).receipts.read({ token, after: typeof after === 'string' ? after : undefined }))
  const { purchase, appName, isUnclaimed, charges, hasMore } = receipt
  return (
    <PlainShell product="Wallet" width="page">
      <div className="mx-auto max-w-3xl space-y-8 py-6">
        <PageHeader title={purchase.description} description={where(receipt)} />
        {refund === 'asked' ? (
          <Banner tone="positive" title="Your refund is on its way">
            It can no longer be spent. A confirmation comes by mail.
          </Banner>
        ) : null}
        {purchase.mode === 'sandbox' ? <Banner tone="caution" title="Sandbox: no real money moved" /> : null}
        <Card>
          <KeyValueList
            items={[
              { label: 'Credited', value: <Money amount={purchase.credit} as="exact" /> },
              { label: 'Fee', value: <Money amount={purchase.fee} as="balance" /> },
              { label: 'Paid', value: <Money amount={purchase.price} as="balance" className="font-semibold" /> },
              ...(purchase.left === null
                ? []
                : [{ label: 'Left', value: <Money amount={purchase.left} as="exact" className="font-semibold" /> }]),
              ...(purchase.paidAt ? [{ label: 'When', value: <TimeStamp at={purchase.paidAt} /> }] : []),
              { label: 'Order', value: purchase.orderId, copy: purchase.orderId },
            ]}
          />
        </Card>
        {purchase.kind === 'grant_pool' ? null : (
          <Section title={isOfOneApp(receipt) ? `Every charge of ${appName} made from it` : 'Every charge made from it'}>
            <ReceiptCharges
              charges={charges}
              pager={
                hasMore ? (
                  <LinkButton href={`/receipt/${token}?after=${charges.at(-1)?.id}` as Route} size="small">
                    Older
                  </LinkButton>
                ) : null
              }
            />
          </Section>
        )}
        {isUnclaimed && appName ? (
          <Section title="Make it yours">
            <p className="max-w-prose pb-3 text-ink-soft text-sm">
              Sign in with the address this receipt was sent to, and what is left is spendable in every app you allow, {appName} included.
            </p>
            <LinkButton href={`/receipt/${token}/claim` as Route} size="small">
              Claim the balance
            </LinkButton>
          </Section>
        ) : null}
        <ReceiptRefund token={token} receipt={receipt} />
      </div>
    </PlainShell>
  )
}

/** Bought through an app for a wallet that has an owner: what they spend in other apps is theirs to know. */
const isOfOneApp = ({ purchase, appName, isUnclaimed }: ReadReceipt) => purchase.kind === 'wallet_topup' && appName !== null && !isUnclaimed

function where({ purchase, appName, isUnclaimed }: ReadReceipt): string {
  if (purchase.kind === 'grant_pool') return `For the grant pool of ${appName ?? 'an app'}.`
  if (purchase.kind === 'organization_topup') return 'For an organization’s balance.'
  return isUnclaimed && appName ? `Spendable in ${appName}. No account is needed.` : 'Spendable in every app its owner allows.'
}
