'use client'
// The page of payouts, from what comes next to what was paid.
import { Banner, Money, MoneyTile, Section, Tiles } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useApi } from '../../../trpc/client'
import { dayInWords } from '../../../words/day'
import { PayoutAccountCard } from './payout-account-card'
import { PayoutsTable } from './payouts-table'
import { ReleaseCalendar } from './release-calendar'

export function Payouts({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const { data: calendar } = useSuspenseQuery(api.payouts.calendar.queryOptions({ organizationId }))
  const { nextRunOn, nextAmount, available, reserved, held, owed, blockers, releases, delayDays, minimum, holds } = calendar
  const pending = releases.reduce((sum, { amount }) => sum + amount, 0n)
  return (
    <>
      <Tiles>
        <MoneyTile
          label="Next payout"
          amount={nextAmount}
          as="balance"
          note={nextAmount > 0n ? `On ${dayInWords(nextRunOn)}, if nothing changes` : 'Nothing to pay out yet'}
        />
        <MoneyTile label="Available" amount={available} as="balance" note="Can be paid out or spent" />
        <MoneyTile label="Pending" amount={pending} as="balance" note={`Waits ${delayDays} days after the charge`} />
        <MoneyTile label="In payouts" amount={reserved} as="balance" note="Made, and not yet in your bank" />
        {held > 0n ? <MoneyTile label="Held" amount={held} as="balance" note="See below why, and until when" /> : null}
        {owed > 0n ? <MoneyTile label="Owed" amount={owed} as="balance" note="Paid back from the next earnings" /> : null}
      </Tiles>
      {holds.map(({ id, message, reviewAt, amount }) => (
        <Banner key={id} tone="caution" title="Your earnings are held">
          <p>{message}</p>
          <p>
            {amount > 0n ? (
              <>
                <Money amount={amount} as="balance" /> is set aside.{' '}
              </>
            ) : null}
            We look at it again by {dayInWords(reviewAt.toISOString().slice(0, 10))}. Your apps go on earning meanwhile.
          </p>
        </Banner>
      ))}
      {blockers.length > 0 ? (
        <Banner tone="neutral" title={`Nothing would be paid on ${dayInWords(nextRunOn)}`}>
          <ul className="list-disc space-y-1 ps-5">
            {blockers.map(({ code, words }) => (
              <li key={code}>{words}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <PayoutAccountCard organizationId={organizationId} />
      <ReleaseCalendar releases={releases} delayDays={delayDays} />
      <Section
        title="Payouts"
        description={
          <>
            Once a day, from <Money amount={minimum} as="balance" />, in whole cents. Farebox takes nothing; the rest stays available.
          </>
        }
      >
        <PayoutsTable organizationId={organizationId} delayDays={delayDays} />
      </Section>
    </>
  )
}
