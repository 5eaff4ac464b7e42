'use client'
// On the first page: what is paid next and when, or the one thing that stands in its way.
import { Card, LinkButton, Money } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { useApi } from '../../../trpc/client'
import { dayInWords } from '../../../words/day'

export function NextPayoutCard({ organizationId }: { organizationId: string }) {
  const api = useApi()
  const { data } = useSuspenseQuery(api.payouts.calendar.queryOptions({ organizationId }))
  const { nextAmount, nextRunOn, blockers, releases, available, reserved } = data
  // Somebody who has earned nothing has nothing to be told.
  if (releases.length === 0 && available === 0n && reserved === 0n) return null
  const [release] = releases
  return (
    <Card className="flex flex-wrap items-center justify-between gap-4">
      <div className="min-w-0">
        <h2 className="font-semibold text-ink text-lg">
          {reserved > 0n ? (
            <>
              Payout under way: <Money amount={reserved} as="balance" />
            </>
          ) : nextAmount > 0n ? (
            <>
              Next payout: <Money amount={nextAmount} as="balance" /> on {dayInWords(nextRunOn)}
            </>
          ) : (
            'Next payout: not yet'
          )}
        </h2>
        <p className="max-w-prose text-ink-soft text-sm">
          {(reserved > 0n ? undefined : blockers[0]?.words) ??
            (release ? (
              <>
                <Money amount={release.amount} as="balance" /> more becomes available on {dayInWords(release.date)}.
              </>
            ) : (
              'Nothing else is pending.'
            ))}
        </p>
      </div>
      <LinkButton href={`/payouts?organization=${organizationId}` as Route}>Payouts</LinkButton>
    </Card>
  )
}
