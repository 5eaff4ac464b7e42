// Money set aside while a bank decides: which purchase, why, and what happens next.
import { Card, LinkButton, Money, Section, TimeStamp } from '@farebox/ui'
import { ShieldAlert } from 'lucide-react'
import type { Route } from 'next'
import type { StoppedMoney } from '../../trpc/answers'

const reasons = {
  dispute: 'Its card’s owner disputed the payment. The bank decides, which takes weeks; won, the money comes back here by itself.',
  fraud_warning: 'A bank told us that the payment may not have been yours. A person looks at it; nothing is lost meanwhile.',
} as const

export function StoppedMoneyList({ stopped }: { stopped: StoppedMoney[] }) {
  if (stopped.length === 0) return null
  return (
    <Section title="Set aside" description="Not spendable while a bank decides. It is not part of the balance above.">
      <Card isFlush>
        <ul className="divide-y divide-line">
          {stopped.map(({ orderId, description, reason, amount, since }) => (
            <li key={`${orderId} ${reason}`} className="flex items-start gap-4 px-5 py-4">
              <ShieldAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-caution" />
              <div className="min-w-0 grow space-y-1 text-sm">
                <p className="flex items-baseline justify-between gap-x-4 font-medium text-ink">
                  <span className="min-w-0">{description}</span>
                  <Money amount={amount} as="balance" className="shrink-0" />
                </p>
                <p className="max-w-prose text-ink-soft">{reasons[reason]}</p>
                <p className="flex flex-wrap items-center justify-between gap-x-4 text-ink-faint text-xs">
                  <span>
                    Since <TimeStamp at={since} />
                  </span>
                  <LinkButton href={`/purchases/${orderId}` as Route} variant="quiet" size="small" className="-me-3">
                    The purchase
                  </LinkButton>
                </p>
              </div>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
