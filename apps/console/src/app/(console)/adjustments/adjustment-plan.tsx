// What an adjustment moves, each balance before and after, and what to know before deciding.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Banner, Money } from '@farebox/ui'
import type { inferRouterOutputs } from '@trpc/server'
import { Movements } from '../../../deeds/movements'

type Plan = inferRouterOutputs<OperatorRouter>['adjustments']['preview']

export function AdjustmentPlan({ plan: { movement, warnings, transfers, balances } }: { plan: Plan }) {
  return (
    <div className="space-y-3">
      {warnings.map((warning) => (
        <Banner key={warning} tone="caution" title={warning} />
      ))}
      <Movements movements={[{ kind: movement, transfers }]} />
      <ul className="space-y-1 text-sm">
        {balances.map(({ account, before, after }) => (
          <li key={`${account.kind}-${account.id}`} className="flex flex-wrap items-center justify-between gap-x-4">
            <span className="text-ink-soft">{account.name}</span>
            <span className="flex items-center gap-2">
              <Money amount={before} as="exact" negative="parentheses" />
              <span aria-hidden>→</span>
              <span className="sr-only">becomes</span>
              <Money amount={after} as="exact" negative="parentheses" className="font-medium text-ink" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
