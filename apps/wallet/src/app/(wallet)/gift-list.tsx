// Balance that developers gave: each spendable in its own app, before the owner's money.
import { Card, Money, Section } from '@farebox/ui'
import type { WalletHome } from '../../trpc/answers'
import { dayInWords } from '../../words/day-in-words'

export function GiftList({ gifts }: { gifts: WalletHome['gifts'] }) {
  if (gifts.length === 0) return null
  return (
    <Section title="Gifts" description="Given by an app, spendable in it alone, and spent before your own money.">
      <Card isFlush>
        <ul className="divide-y divide-line text-sm">
          {gifts.map(({ appName, amount, expiresAt }, place) => (
            <li key={place} className="flex items-baseline justify-between gap-4 px-5 py-3.5">
              <span>
                <span className="font-medium text-ink">{appName}</span>
                {expiresAt ? <span className="block text-ink-faint text-xs">until {dayInWords(expiresAt)}</span> : null}
              </span>
              <Money amount={amount} as="balance" className="text-ink" />
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
