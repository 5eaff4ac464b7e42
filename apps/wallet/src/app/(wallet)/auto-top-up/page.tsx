// Automatic top-up: off unless its owner agreed, word for word; what it did this month; and why it stopped where it did.
import { formatBalance } from '@farebox/money'
import { Badge, Banner, Card, EmptyState, LinkButton, PageHeader, ProgressBar, Section } from '@farebox/ui'
import { CirclePause, Repeat } from 'lucide-react'
import type { Metadata, Route } from 'next'
import type { AutoTopupState } from '../../../trpc/answers'
import { caller } from '../../../trpc/server'
import { dayInWords } from '../../../words/day-in-words'
import { AutoTopupForm } from './auto-top-up-form'
import { TurnOff } from './turn-off'

export const metadata: Metadata = { title: 'Automatic top-up' }

export default async function AutoTopupPage() {
  const { autoTopup, cards, topups } = await caller()
  const [state, saved, packages] = await Promise.all([autoTopup.read(), cards.list(), topups.packages()])
  const usable = saved.filter(({ isExpired }) => !isExpired)
  return (
    <>
      <PageHeader
        title="Automatic top-up"
        description="Off unless you turn it on. It buys one package when your balance gets low, up to a maximum for each month."
        status={<StateBadge status={state.status} />}
      />
      <News state={state} />
      {state.status === 'on' && state.terms ? <Standing state={state} /> : null}
      {usable.length === 0 ? (
        <Card>
          <EmptyState
            icon={<Repeat aria-hidden />}
            title="It needs a card you let us keep"
            why="At your next top-up, tick the box that keeps the card. Then come back here. Nothing is charged by itself before."
            action={
              <LinkButton href={'/top-up?returnTo=/auto-top-up' as Route} variant="primary">
                Top up and keep the card
              </LinkButton>
            }
          />
        </Card>
      ) : (
        <Section title={titles[state.status]} description="You read one sentence with every amount in it, and agree to exactly that.">
          <AutoTopupForm cards={usable} packages={packages} terms={state.terms} isOn={state.status === 'on'} />
        </Section>
      )}
    </>
  )
}

const titles = { on: 'Change it', off: 'Turn it on', stopped: 'Turn it on again' } as const

function StateBadge({ status }: Pick<AutoTopupState, 'status'>) {
  if (status === 'on') {
    return (
      <Badge tone="positive" icon={<Repeat aria-hidden />}>
        On
      </Badge>
    )
  }
  return (
    <Badge tone={status === 'stopped' ? 'critical' : 'neutral'} icon={<CirclePause aria-hidden />}>
      {status === 'stopped' ? 'Stopped' : 'Off'}
    </Badge>
  )
}

/** What its owner has to know or do. */
function News({ state: { status, stopped, waiting, failures, pausedUntil } }: { state: AutoTopupState }) {
  return (
    <>
      {waiting ? (
        <Banner
          tone="caution"
          title="Your bank wants you to confirm a payment"
          action={
            <LinkButton href={waiting.checkoutUrl as Route} variant="primary">
              Confirm it
            </LinkButton>
          }
        >
          Until you do, nothing of the {formatBalance(waiting.price)} is charged or credited. If you do not confirm it within a day,
          automatic top-up stops.
        </Banner>
      ) : null}
      {status === 'stopped' ? (
        <Banner tone="critical" title="Automatic top-up has stopped">
          {stopped} Nothing more is charged by itself until you turn it on again.
        </Banner>
      ) : null}
      {status === 'on' && !waiting && failures > 0 ? (
        <Banner tone="caution" title={failures === 1 ? 'The last charge failed' : `The last ${failures} charges failed`}>
          Nothing was credited.{pausedUntil ? ` It is tried again after ${dayInWords(pausedUntil)}.` : ''} After three it stops by itself.
        </Banner>
      ) : null}
    </>
  )
}

function Standing({ state: { terms, sentence, spentThisMonth, waiting, pausedUntil, failures } }: { state: AutoTopupState }) {
  if (!terms) return null
  const isAtMost = spentThisMonth + terms.price > terms.monthMax
  return (
    <Card className="space-y-6">
      <blockquote className="border-accent border-s-2 ps-4 font-medium text-ink text-lg leading-7">{sentence}</blockquote>
      <div className="space-y-2">
        <ProgressBar
          label="Charged by itself this month"
          spent={spentThisMonth}
          limit={terms.monthMax}
          whenReached="Your maximum for this month is reached."
        />
        {waiting ? (
          <p className="text-ink-soft text-sm">The {formatBalance(waiting.price)} that waits for you is counted already.</p>
        ) : null}
        {isAtMost && failures === 0 ? (
          <p className="text-ink-soft text-sm">
            Another charge would go over your maximum, so none is made{pausedUntil ? ` before ${dayInWords(pausedUntil)}` : ' this month'}.
          </p>
        ) : null}
      </div>
      <TurnOff />
    </Card>
  )
}
