// What is known: the payment, who bears what so far, and whose earnings wait.
import { fromCents } from '@farebox/money'
import { Banner, Card, KeyValueList, LinkButton, Money, Section, TimeStamp } from '@farebox/ui'
import type { Route } from 'next'
import { RecordLink } from '../../../../records/record-link'
import { type DisputeCase, reasonWords } from '../dispute-words'

const bearers: Record<DisputeCase['phase'], string> = {
  inquiry: 'Nobody yet: the bank only asks, and has taken nothing.',
  open: 'Nobody yet: it is frozen until this is decided.',
  won: 'Nobody: the bank gave the money back.',
  lost: 'In this order: what was left of the purchase, the markup it paid, our fee, and what remains.',
  closed: 'Nobody by this case: it is over, and what it froze is free or was refunded.',
}

export function CaseFacts({ data }: { data: DisputeCase }) {
  const { order, borne } = data
  return (
    <div className="space-y-6">
      <NeverCameBack data={data} />
      <Section title="The payment">
        <Card>
          <KeyValueList
            items={[
              { label: 'Reason', value: reasonWords(data.reason) },
              { label: 'State at Stripe', value: <code className="font-mono text-[0.8125rem]">{data.status}</code> },
              { label: 'Paid', value: <Money amount={order.paid} as="charge" /> },
              ...(order.paidAt ? [{ label: 'On', value: <TimeStamp at={order.paidAt} /> }] : []),
              ...(data.wallet ? [{ label: 'Wallet', value: <RecordLink kind="wallet" id={data.wallet} /> }] : []),
              ...(data.organization ? [{ label: 'Organization', value: <RecordLink kind="organization" id={data.organization} /> }] : []),
              { label: 'Purchase', value: order.id, copy: order.id },
              { label: 'At Stripe', value: data.stripeId, copy: data.stripeId },
            ]}
          />
        </Card>
      </Section>
      <Section title="Who bears it" description={bearers[data.phase]}>
        <Card>
          <KeyValueList
            items={[
              { label: 'Frozen now', value: <Money amount={data.frozen} as="exact" /> },
              { label: 'The wallet’s rest', value: <Money amount={borne.wallet} as="exact" /> },
              { label: 'Owed by the wallet', value: <Money amount={borne.owedByWallet} as="exact" /> },
              { label: 'Our fee', value: <Money amount={borne.fee} as="exact" /> },
              { label: 'Our loss', value: <Money amount={borne.loss} as="exact" /> },
              ...(data.stripeFee.cents > 0
                ? [{ label: 'Stripe’s fee, ours too', value: <Money amount={fromCents(data.stripeFee.cents)} as="exact" /> }]
                : []),
            ]}
          />
        </Card>
      </Section>
      <Section title="Earnings of developers">
        <Card isFlush>
          {data.earnings.length === 0 ? <p className="p-5 text-ink-soft text-sm">No markup was earned with this payment.</p> : null}
          <ul className="divide-y divide-line">
            {data.earnings.map(({ organization, held, heldOfOthers, taken, owed }) => (
              <li key={organization.id} className="flex flex-col items-stretch gap-3 px-5 py-4 text-sm sm:px-6 [&>a]:self-start">
                <RecordLink kind="organization" id={organization.id}>
                  {organization.name}
                </RecordLink>
                <KeyValueList
                  items={[
                    { label: 'Held', value: <Money amount={held} as="exact" /> },
                    { label: 'Held of the payer’s other purchases', value: <Money amount={heldOfOthers} as="exact" /> },
                    { label: 'Taken', value: <Money amount={taken} as="exact" /> },
                    { label: 'Owed to us', value: <Money amount={owed} as="exact" /> },
                  ]}
                />
              </li>
            ))}
          </ul>
        </Card>
      </Section>
    </div>
  )
}

/** Won, and the money is not here: for a moment each time, and for good where Stripe never pays it. */
function NeverCameBack({ data: { id, phase, disputed } }: { data: DisputeCase }) {
  if (phase !== 'won' || disputed <= 0n) return null
  return (
    <Banner
      tone="caution"
      title="It is won, and its money has not come back from Stripe"
      action={
        <LinkButton href={'/adjustments/new' as Route} size="small">
          Propose an adjustment
        </LinkButton>
      }
    >
      <Money amount={disputed} as="exact" /> is missing. After seven days the books are broken by it, and payouts stop. Ask Stripe first;
      where it does not come, write off the debt of <code className="font-mono text-[0.8125rem]">{id}</code>, by two. Should it come after
      all, the loss is given back by itself.
    </Banner>
  )
}
