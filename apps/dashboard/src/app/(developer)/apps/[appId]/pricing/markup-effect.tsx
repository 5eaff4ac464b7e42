// The same call three ways: what the model costs, what the user pays, what the developer keeps. The arithmetic is the till's.
import { basisPointsDown, microcents } from '@farebox/money'
import { Card, Money } from '@farebox/ui'

type Call = { model: string; displayName: string; inputTokens: number; outputTokens: number; base: bigint }

export function MarkupEffect({ calls, chosenBps }: { calls: readonly Call[]; chosenBps: number }) {
  if (calls.length === 0) return <Card>No model has a price in force right now, so there is nothing to compare.</Card>
  return (
    <ul className="grid gap-3" aria-live="polite">
      {calls.map(({ model, displayName, inputTokens, outputTokens, base }) => {
        const markup = basisPointsDown(microcents(base), chosenBps)
        const thousand = microcents(markup * 1_000n)
        return (
          <li key={model}>
            <Card className="sm:p-5">
              <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                <h3 className="font-semibold text-ink">{displayName}</h3>
                <p className="text-ink-faint text-xs">
                  {inputTokens} tokens in, {outputTokens} out
                </p>
              </div>
              <dl className="mt-3 grid grid-cols-3 gap-3 text-sm">
                <Part label="Base cost" amount={base} />
                <Part label="Users pay" amount={base + markup} />
                <Part label="You earn" amount={markup} isStrong />
              </dl>
              <p className="mt-3 text-ink-soft text-sm">
                A thousand such calls earn you <Money amount={thousand} as="charge" className="font-medium text-ink" />.
              </p>
            </Card>
          </li>
        )
      })}
    </ul>
  )
}

function Part({ label, amount, isStrong = false }: { label: string; amount: bigint; isStrong?: boolean }) {
  return (
    <div>
      <dt className="text-ink-faint text-xs">{label}</dt>
      <dd className={isStrong ? 'mt-0.5 font-semibold text-ink' : 'mt-0.5 text-ink'}>
        <Money amount={amount} as="exact" />
      </dd>
    </div>
  )
}
