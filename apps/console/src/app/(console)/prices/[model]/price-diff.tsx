// What would change, line by line: the price now and then, and by how much.
import type { OperatorRouter } from '@farebox/billing/operator-router'
import { Money } from '@farebox/ui'
import type { inferRouterOutputs } from '@trpc/server'
import { lineInWords, lineKey } from './price-lines'

export type Change = inferRouterOutputs<OperatorRouter>['prices']['table'][number]['changes'][number]

export function PriceDiff({ changes }: { changes: readonly Change[] }) {
  return (
    <ul className="divide-y divide-line text-sm">
      {changes.map((change) => (
        <li key={lineKey(change)} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5">
          <span className="font-medium text-ink">{lineInWords(change)}</span>
          <span className="flex items-center gap-2 tabular-nums">
            {change.now ? (
              <Money amount={change.now.priceMicrocentsPerMillion} as="charge" className="text-ink-soft line-through" />
            ) : (
              'none'
            )}
            <span aria-hidden>→</span>
            <span className="sr-only">becomes</span>
            {change.next ? <Money amount={change.next.priceMicrocentsPerMillion} as="charge" className="font-medium text-ink" /> : 'gone'}
          </span>
        </li>
      ))}
    </ul>
  )
}
