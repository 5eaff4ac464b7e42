// What a new app still needs, with the next step named. Facts from the tables; gone once all is done.
import { Card, classNames, LinkButton } from '@farebox/ui'
import { Check } from 'lucide-react'
import type { Route } from 'next'
import { inMode, type Mode } from '../../../../place/mode'

type Steps = {
  hasKey: boolean
  hasMarkup: boolean
  hasSandboxCall: boolean
  hasUser: boolean
  hasLiveCharge: boolean
  hasPayoutAccount: boolean
}

type AppChecklistProps = { appId: string; organizationId: string; mode: Mode; steps: Steps }

export function AppChecklist({ appId, organizationId, mode, steps }: AppChecklistProps) {
  const at = (page: string, of: Mode) => inMode(`/apps/${appId}${page}`, of)
  const list = [
    { isDone: true, label: 'Register the app', href: at('', mode), action: '' },
    { isDone: steps.hasMarkup, label: 'Set your markup', href: at('/pricing', mode), action: 'Set the markup' },
    { isDone: steps.hasKey, label: 'Create a key', href: at('/keys', mode), action: 'Create a key' },
    { isDone: steps.hasSandboxCall, label: 'Make a first call in the sandbox', href: at('/keys', 'sandbox'), action: 'Get a sandbox key' },
    {
      isDone: steps.hasUser,
      label: 'Give a first user a welcome grant, or let them buy',
      href: at('/grants', 'live'),
      action: 'Open grants',
    },
    { isDone: steps.hasLiveCharge, label: 'See the first live charge', href: at('/charges', 'live'), action: 'Open charges' },
    {
      isDone: steps.hasPayoutAccount,
      label: 'Connect Stripe, to be paid',
      href: `/payouts?organization=${organizationId}`,
      action: 'Connect Stripe',
    },
  ]
  const done = list.filter(({ isDone }) => isDone).length
  const next = list.find(({ isDone }) => !isDone)
  if (!next) return null
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h2 className="font-semibold text-ink text-lg">
            {done} of {list.length} done
          </h2>
          <p className="text-ink-soft text-sm">Up next: {next.label.toLowerCase()}</p>
        </div>
        <LinkButton href={next.href as Route} variant="primary">
          {next.action}
        </LinkButton>
      </div>
      <ol className="mt-5 grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {list.map(({ isDone, label }) => (
          <li key={label} className="flex items-center gap-3 text-sm">
            <span
              aria-hidden
              className={classNames(
                'flex size-5 shrink-0 items-center justify-center rounded-full border',
                isDone ? 'border-positive bg-positive-soft text-positive' : 'border-line-strong border-dashed',
              )}
            >
              {isDone ? <Check className="size-3.5" /> : null}
            </span>
            <span className={isDone ? 'text-ink-faint' : 'text-ink'}>
              {label}
              <span className="sr-only">{isDone ? ', done' : ', to do'}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
