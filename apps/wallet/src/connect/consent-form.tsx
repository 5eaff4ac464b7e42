// The decision itself: who asks, from which account, up to what limit, at what price; two buttons of one size.

import type { Asked } from '@farebox/auth/oauth'
import type { Person } from '@farebox/auth/principal'
import type { ConsentFacts } from '@farebox/billing/consent'
import { formatCharge } from '@farebox/money'
import { Banner, Button, Money } from '@farebox/ui'
import { hostOf } from '../words/host-of'
import { percent } from '../words/percent'
import { LimitChoice } from './limit-choice'

type ConsentFormProps = { asked: Asked; facts: ConsentFacts; person: Person; problem: string | undefined }

export function ConsentForm({ asked, facts, person, problem }: ConsentFormProps) {
  const { app, changes, balance } = facts
  return (
    <form action={`/connect/${asked.uid}/decide`} method="post" className="space-y-4">
      {/* Who read this page, and at which price: if either is another when it is sent, nothing is allowed. */}
      <input type="hidden" name="account" value={person.userId} />
      <input type="hidden" name="markupBps" value={facts.markupBps} />
      <header className="space-y-2">
        <h1 className="font-semibold text-2xl text-ink tracking-[-0.02em]">{app.name} wants to use AI on your balance</h1>
        <p className="text-ink-soft text-sm">
          From <strong className="font-medium text-ink">{hostOf(asked.returnsTo)}</strong>. Farebox has not checked who runs it.
        </p>
        <p className="text-ink-soft text-sm">
          Your account: <strong className="break-all font-medium text-ink">{person.email}</strong>, balance{' '}
          <Money amount={balance} as="balance" className="text-ink" />
        </p>
      </header>
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
      <LimitChoice facts={facts} />
      <Price facts={facts} />
      <p className="text-ink-soft text-sm">
        It can: spend up to your limit{asked.scopes.includes('email') ? ', and see your mail address' : ''}. It cannot: see your card,{' '}
        {asked.scopes.includes('balance:read') ? '' : 'your balance, '}or other apps.
      </p>
      <div className="grid grid-cols-2 gap-3 [animation:wake_350ms_step-end_both]">
        <Button type="submit" name="decision" value="deny" size="large" isWide>
          Don’t allow
        </Button>
        <Button type="submit" name="decision" value="allow" variant="primary" size="large" isWide>
          Allow
        </Button>
      </div>
      {balance <= 0n ? (
        <Button type="submit" name="decision" value="allow_and_top_up" variant="secondary" isWide>
          Allow and top up
        </Button>
      ) : null}
    </form>
  )
}

function Price({ facts: { app, markupBps, typical } }: { facts: ConsentFacts }) {
  const [cheapest, ...dearer] = typical
  const dearest = dearer.at(-1)
  return (
    <p className="text-ink-soft text-sm">
      You pay the model’s price{markupBps > 0 ? ` + ${percent(markupBps)} to ${app.name}` : ', nothing added'}.
      {cheapest ? ` A typical message costs ${formatCharge(cheapest.total)} (${cheapest.model})` : ''}
      {dearest ? ` to ${formatCharge(dearest.total)} (${dearest.model}).` : cheapest ? '.' : ''}
    </p>
  )
}
