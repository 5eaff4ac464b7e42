// What is known: the money, where it goes, who paid, and what was paid before.
import { Banner, Card, KeyValueList, Money, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { PayoutBadge } from '../payout-words'
import type { Case } from './payout-case'

const NEW_BANK_MS = 7 * 24 * 60 * 60_000

export function CaseFacts({ data }: { data: Case }) {
  const { account } = data
  return (
    <div className="space-y-6">
      <Section title="Earnings of this developer">
        <Card>
          <KeyValueList
            items={[
              { label: 'Earned in all', value: <Money amount={data.earnings.earned} as="exact" /> },
              { label: `Pending ${data.earnings.delayDays} days`, value: <Money amount={data.earnings.pending} as="exact" /> },
              { label: 'Available', value: <Money amount={data.earnings.available} as="exact" /> },
              { label: 'Held', value: <Money amount={data.earnings.held} as="exact" /> },
              { label: 'In payouts', value: <Money amount={data.earnings.reserved} as="exact" /> },
              { label: 'Paid', value: <Money amount={data.earnings.paid} as="exact" /> },
              { label: 'Owes us', value: <Money amount={data.earnings.owed} as="exact" /> },
            ]}
          />
          <p className="mt-3 text-sm">
            {data.earnings.isProven ? (
              <StatusBadge status="settled">The parts add up</StatusBadge>
            ) : (
              <StatusBadge status="failed">The parts do not add up</StatusBadge>
            )}
          </p>
        </Card>
      </Section>
      <Section title="Where it goes">
        {account && !account.isPinnedBank ? (
          <Banner tone="critical" title="The bank account has changed since this payout was made">
            It is pinned to the one it was made for, and cannot be sent to another.
          </Banner>
        ) : null}
        <Card>
          <KeyValueList
            items={[
              { label: 'Stripe account', value: data.stripeAccountId, copy: data.stripeAccountId },
              { label: 'Bank account', value: data.bankLastFour ? `ending ${data.bankLastFour}` : 'Not known' },
              { label: 'State at Stripe', value: account?.words ?? 'No account' },
              { label: 'Bank changed', value: account?.bankChangedAt ? <Changed at={account.bankChangedAt} /> : 'Never' },
              { label: 'Country', value: data.country ?? 'Not known' },
              ...(data.stripeTransferId ? [{ label: 'Transfer', value: data.stripeTransferId, copy: data.stripeTransferId }] : []),
              { label: 'Payout', value: data.id, copy: data.id },
            ]}
          />
        </Card>
      </Section>
      <Section title="Who paid" description="The largest payers behind these earnings.">
        <Card isFlush>
          <Payers data={data} />
        </Card>
      </Section>
      <Section title="Payouts before">
        <Card isFlush>
          <History data={data} />
        </Card>
      </Section>
    </div>
  )
}

function Changed({ at }: { at: Date }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <TimeStamp at={at} />
      {Date.now() - at.getTime() < NEW_BANK_MS ? <StatusBadge status="pending">New</StatusBadge> : null}
    </span>
  )
}

function Payers({ data: { payers } }: { data: Case }) {
  if (payers.length === 0) return <p className="p-5 text-ink-soft text-sm">Nobody’s charges are behind these earnings.</p>
  return (
    <ul className="divide-y divide-line">
      {payers.slice(0, 5).map(({ payer, isInsider, amount, shareBps }) => (
        <li key={payer} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm sm:px-5">
          <span className="flex min-w-0 flex-wrap items-center gap-2">
            <code className="wrap-anywhere font-mono text-xs">{payer}</code>
            {isInsider ? <StatusBadge status="failed">The developer’s own</StatusBadge> : null}
          </span>
          <span className="flex items-center gap-3">
            <span className="text-ink-faint tabular-nums">{Math.round(shareBps / 100)} %</span>
            <Money amount={amount} as="charge" className="text-ink" />
          </span>
        </li>
      ))}
    </ul>
  )
}

function History({ data: { history } }: { data: Case }) {
  if (history.length === 0) return <p className="p-5 text-ink-soft text-sm">None: this is the first one.</p>
  return (
    <ul className="divide-y divide-line">
      {history.map(({ id, status, amount, createdAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm sm:px-5">
          <TimeStamp at={createdAt} />
          <span className="flex items-center gap-3">
            <PayoutBadge status={status} />
            <Money amount={amount} as="charge" className="text-ink" />
          </span>
        </li>
      ))}
    </ul>
  )
}
