// What happened so far, oldest first; and each attempt at Stripe.
import { Card, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { type PayoutState, payoutStates } from '../payout-words'
import type { Case } from './payout-case'

export function CaseTimeline({ data: { timeline, attempts } }: { data: Case }) {
  return (
    <Section title="Timeline">
      <Card>
        <ol className="space-y-4 border-line border-s ps-4">
          {timeline.map(({ at, to, says, actor }) => (
            <li key={`${at.toISOString()}-${to}`} className="text-sm">
              <p className="flex flex-wrap items-center gap-x-2 font-medium text-ink">
                {payoutStates[to as PayoutState].word}
                <span className="font-normal text-ink-faint text-xs">
                  <TimeStamp at={at} />
                </span>
              </p>
              <p className="text-ink-soft">{says}</p>
              <p className="text-ink-faint text-xs">by {actor.name ?? actor.kind}</p>
            </li>
          ))}
        </ol>
        {attempts.length > 0 ? (
          <div className="mt-5 space-y-2 border-line border-t pt-4">
            <h3 className="font-medium text-ink text-sm">Asked Stripe</h3>
            <ul className="space-y-2 text-sm">
              {attempts.map(({ attempt, outcome, startedAt, failure }) => (
                <li key={attempt} className="flex flex-wrap items-center gap-2">
                  <span className="text-ink-soft">Attempt {attempt},</span> <TimeStamp at={startedAt} />
                  <AttemptBadge outcome={outcome} />
                  {failure ? <span className="wrap-anywhere text-ink-faint text-xs">{failure}</span> : null}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </Card>
    </Section>
  )
}

function AttemptBadge({ outcome }: { outcome: Case['attempts'][number]['outcome'] }) {
  if (outcome === 'accepted') return <StatusBadge status="settled">Accepted</StatusBadge>
  if (outcome === 'refused') return <StatusBadge status="failed">Refused</StatusBadge>
  if (outcome === 'unknown') return <StatusBadge status="failed">No answer</StatusBadge>
  return <StatusBadge status="processing">Under way</StatusBadge>
}
