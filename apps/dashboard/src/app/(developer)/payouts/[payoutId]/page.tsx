// One payout: how much, where to, and every step it took.
import { Banner, Card, KeyValueList, Money, PageHeader, Section, TimeStamp } from '@farebox/ui'
import type { Metadata } from 'next'
import { organizationPlace, type Search } from '../../../../place/place'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { dayInWords } from '../../../../words/day'
import { PayoutStatus } from '../payout-status'

export const metadata: Metadata = { title: 'Payout' }

type PageProps = { params: Promise<{ payoutId: string }>; searchParams: Search }

export default async function PayoutPage({ params, searchParams }: PageProps) {
  const { payoutId } = await params
  const { organizationId } = await organizationPlace(`/payouts/${payoutId}`, searchParams)
  const payout = await found((await caller()).payouts.find({ organizationId, payoutId }))
  const { status, words, message, reviewAt, amount, recouped, reversed, bankLastFour, createdAt, sentAt, paidAt, steps } = payout
  return (
    <>
      <PageHeader
        title={`Payout of ${dayInWords(createdAt.toISOString().slice(0, 10))}`}
        description={words}
        breadcrumb={[{ label: 'Payouts', href: `/payouts?organization=${organizationId}` }]}
        status={<PayoutStatus status={status} />}
      />
      {message ? (
        <Banner tone={status === 'held' ? 'caution' : 'neutral'} title={status === 'held' ? 'Why it is held' : 'What happened'}>
          <p>{message}</p>
          {reviewAt ? <p>We look at it again by {dayInWords(reviewAt.toISOString().slice(0, 10))}.</p> : null}
        </Banner>
      ) : null}
      <Card>
        <KeyValueList
          items={[
            { label: 'Amount', value: <Money amount={amount} as="balance" className="font-semibold" /> },
            ...(recouped > 0n ? [{ label: 'Repaid what was owed', value: <Money amount={recouped} as="exact" /> }] : []),
            ...(reversed > 0n ? [{ label: 'Came back', value: <Money amount={reversed} as="exact" /> }] : []),
            { label: 'To', value: bankLastFour ? `Bank account …${bankLastFour}` : 'Your Stripe account' },
            { label: 'Made', value: <TimeStamp at={createdAt} /> },
            ...(sentAt ? [{ label: 'Sent', value: <TimeStamp at={sentAt} /> }] : []),
            ...(paidAt ? [{ label: 'Paid', value: <TimeStamp at={paidAt} /> }] : []),
            { label: 'Payout', value: payout.id, copy: payout.id },
          ]}
        />
      </Card>
      <Section title="Step by step">
        <Card>
          <ol className="space-y-4">
            {steps.map((step) => (
              <li key={`${step.at.toISOString()} ${step.status}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
                <PayoutStatus status={step.status} />
                <span className="grow text-ink">{step.words}</span>
                <span className="text-ink-faint">
                  <TimeStamp at={step.at} />
                </span>
              </li>
            ))}
          </ol>
        </Card>
      </Section>
    </>
  )
}
