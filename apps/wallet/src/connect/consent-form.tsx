// The decision itself: who asks, from which account, up to what limit, at what price; two buttons of one size.

import type { Person } from '@farebox/auth/principal'
import { askingSentence, type ConsentFacts, checkedSentence, priceSentence, reachSentence } from '@farebox/billing/consent'
import type { Microcents } from '@farebox/money'
import { Banner, Button, Money, TimeStamp } from '@farebox/ui'
import { hostOf } from '../words/host-of'
import { LimitChoice } from './limit-choice'

/** What is asked, whichever way it was. */
export type ConsentAsked = {
  /** Where the decision is sent. */
  action: string
  /** An origin, shown as text. Null: the request began on our own page. */
  returnsTo: string | null
  scopes: readonly string[]
  /** The account of the app whose calls would be paid. */
  payingFor?: string
  suggestedLimit?: Microcents | null
  /** Whether somebody with an empty wallet may top up on the way back. */
  leadsToTopUp?: boolean
  title?: string
}

type ConsentFormProps = { asked: ConsentAsked; facts: ConsentFacts; person: Person; problem: string | undefined }

export function ConsentForm({ asked, facts, person, problem }: ConsentFormProps) {
  const { app, changes, balance } = facts
  return (
    <form action={asked.action} method="post" className="space-y-4">
      {/* Who read this page, and at which price: if either is another when it is sent, nothing is allowed. */}
      <input type="hidden" name="account" value={person.userId} />
      <input type="hidden" name="markupBps" value={facts.markupBps} />
      <header className="space-y-2">
        <h1 className="font-semibold text-2xl text-ink tracking-[-0.02em]">{asked.title ?? askingSentence(facts)}</h1>
        {asked.returnsTo ? (
          <p className="text-ink-soft text-sm">
            From <strong className="font-medium text-ink">{hostOf(asked.returnsTo)}</strong>. {checkedSentence(app.isVerified)}
          </p>
        ) : null}
        <p className="text-ink-soft text-sm">
          Your account: <strong className="break-all font-medium text-ink">{person.email}</strong>, balance{' '}
          <Money amount={balance} as="balance" className="text-ink" />
        </p>
      </header>
      {asked.payingFor ? <PayingFor account={asked.payingFor} appName={app.name} /> : null}
      {app.mode === 'sandbox' ? (
        <Banner tone="caution" title="Sandbox">
          Practice money only.
        </Banner>
      ) : null}
      {problem ? (
        <Banner tone="critical" title="Nothing was allowed">
          {problem}
        </Banner>
      ) : null}
      {changes.length > 0 ? (
        <Banner tone="neutral" title="You are asked again">
          {changes.join(' ')}
        </Banner>
      ) : null}
      <LimitChoice facts={facts} suggested={asked.suggestedLimit ?? null} />
      <p className="text-ink-soft text-sm">{priceSentence(facts)}</p>
      <OwnServices facts={facts} />
      <p className="text-ink-soft text-sm">{reachSentence(asked.scopes)}</p>
      <div className="grid grid-cols-2 gap-3 [animation:wake_350ms_step-end_both]">
        <Button type="submit" name="decision" value="deny" size="large" isWide>
          Don’t allow
        </Button>
        <Button type="submit" name="decision" value="allow" variant="primary" size="large" isWide>
          Allow
        </Button>
      </div>
      {asked.leadsToTopUp && balance <= 0n ? (
        <Button type="submit" name="decision" value="allow_and_top_up" variant="secondary" isWide>
          Allow and top up
        </Button>
      ) : null}
    </form>
  )
}

/** A link may have been forwarded: who reads it must see that they would pay for somebody else. */
function PayingFor({ account, appName }: { account: string; appName: string }) {
  return (
    <Banner tone="neutral" title="You would pay for this account">
      <strong className="break-all font-semibold text-ink">{account}</strong> at {appName}. If it is not yours, don’t allow it: you would
      pay for somebody else.
    </Banner>
  )
}

/** What the app sells beside models, folded away: the price of its calls stands above. */
function OwnServices({ facts: { app, services } }: { facts: ConsentFacts }) {
  if (services.length === 0) return null
  return (
    <details className="text-sm">
      <summary className="min-h-6 cursor-pointer text-ink-soft">
        {services.length === 1
          ? `One service of ${app.name} has a price of its own`
          : `${services.length} services of ${app.name} have prices of their own`}
      </summary>
      <dl className="space-y-2 pt-2">
        {services.map(({ name, description, price, next }) => (
          <div key={name}>
            <dt className="font-medium text-ink">{name}</dt>
            <dd className="text-ink-soft">
              {description ? <span className="block">{description}</span> : null}
              {price}
              {next ? (
                <>
                  {' '}
                  From <TimeStamp at={next.startsAt} />: {next.price}
                </>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
