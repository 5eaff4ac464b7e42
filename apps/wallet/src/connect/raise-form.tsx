// Raising the limit of one app, in the window it asked in: more than before, by whoever owns the wallet, and nothing else.
import type { Person } from '@farebox/auth/session'
import type { ConnectedApp } from '@farebox/billing/app-limit'
import { formatBalance, type Microcents, microcents, parseDollars } from '@farebox/money'
import { Banner, Button, dollarsField, Money, TextField } from '@farebox/ui'
import { hostOf } from '../words/host-of'
import { AmountChoice } from './amount-choice'

export type RaiseAsked = { clientId: string; origin: string; state: string; isAboutOneCall: boolean }

type RaiseFormProps = { asked: RaiseAsked; app: ConnectedApp; person: Person; problem: string | undefined }

const inPeriod = { day: 'today', week: 'this week', month: 'this month' }
const aPeriod = { day: 'a day', week: 'a week', month: 'a month' }

export function RaiseForm({ asked, app, person, problem }: RaiseFormProps) {
  const { appName, limit, callLimit, spent, period } = app
  return (
    <form action="/connect/limit/decide" method="post" className="space-y-4">
      <input type="hidden" name="account" value={person.userId} />
      <input type="hidden" name="client_id" value={asked.clientId} />
      <input type="hidden" name="origin" value={asked.origin} />
      <input type="hidden" name="state" value={asked.state} />
      <header className="space-y-2">
        <h1 className="font-semibold text-2xl text-ink tracking-[-0.02em]">Let {appName} spend more?</h1>
        <p className="text-ink-soft text-sm">
          It spent <Money amount={spent} as="balance" className="text-ink" /> of{' '}
          <Money amount={limit ?? microcents(0n)} as="balance" className="text-ink" /> {inPeriod[period]}. You are on{' '}
          <strong className="font-medium text-ink">{hostOf(asked.origin)}</strong>, signed in as{' '}
          <strong className="break-all font-medium text-ink">{person.email}</strong>.
        </p>
      </header>
      {problem ? (
        <Banner tone="critical" title="Nothing was changed">
          {problem}
        </Banner>
      ) : null}
      <fieldset className="space-y-3 rounded-card border border-line bg-surface p-4">
        <legend className="px-1 font-medium text-ink text-sm">At most {aPeriod[period]}</legend>
        {asked.isAboutOneCall ? null : <Offered limit={limit} />}
        <TextField
          label={asked.isAboutOneCall ? 'In dollars' : 'Another amount, in dollars'}
          name="otherLimit"
          inputMode="decimal"
          autoComplete="off"
          defaultValue={asked.isAboutOneCall && limit !== null ? dollarsField(limit) : ''}
        />
        <details className="text-sm" open={asked.isAboutOneCall}>
          <summary className="min-h-6 cursor-pointer text-ink-soft">For one call</summary>
          <div className="pt-2">
            <TextField
              label="For one call at most, in dollars"
              name="callLimit"
              inputMode="decimal"
              autoComplete="off"
              defaultValue={callLimit === null ? '' : dollarsField(asked.isAboutOneCall ? twice(callLimit) : callLimit)}
            />
          </div>
        </details>
      </fieldset>
      <p className="text-ink-soft text-sm">You can lower it, or stop {appName}, in your wallet under Apps at any time.</p>
      <div className="grid grid-cols-2 gap-3 [animation:wake_350ms_step-end_both]">
        <Button type="submit" name="decision" value="keep" size="large" isWide>
          Not now
        </Button>
        <Button type="submit" name="decision" value="raise" variant="primary" size="large" isWide>
          Raise the limit
        </Button>
      </div>
    </form>
  )
}

function Offered({ limit }: { limit: Microcents | null }) {
  const [first, ...others] = offeredAbove(limit ?? microcents(0n))
  return (
    <div className="grid grid-cols-3 gap-2">
      {[first, ...others].map((amount) => (
        <AmountChoice key={String(amount)} value={dollarsField(amount)} isChosen={amount === first}>
          {formatBalance(amount).replace('.00', '')}
        </AmountChoice>
      ))}
    </div>
  )
}

const DOLLAR = parseDollars('1')

const twice = (amount: Microcents) => microcents(amount * 2n)

/** Twice as much, in whole dollars, as the sheet said it would propose; then twice that, and again. */
function offeredAbove(limit: Microcents): [Microcents, Microcents, Microcents] {
  const inDollars = limit - (limit % DOLLAR)
  const first = inDollars > 0n ? twice(microcents(inDollars)) : DOLLAR
  return [first, twice(first), twice(twice(first))]
}
