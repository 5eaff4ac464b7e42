// Which rules fired, and why, in words.
import { Badge, Card, EmptyState, Section, TimeStamp } from '@farebox/ui'
import { ruleWords } from '../payout-words'
import type { Case } from './payout-case'

export function CaseFindings({ data: { findings, holds } }: { data: Case }) {
  return (
    <Section title="Why it is looked at">
      <Card isFlush>
        {findings.length === 0 && holds.length === 0 ? (
          <EmptyState title="No rule fired" why="Nothing about this payout is unusual, as far as the rules see." />
        ) : (
          <ul className="divide-y divide-line">
            {holds.map(({ id, reason, message, placedAt }) => (
              <li key={id} className="space-y-1 px-4 py-3 text-sm sm:px-5">
                <p className="flex flex-wrap items-center gap-2">
                  <Badge tone="critical">Hold on earnings: {ruleWords(reason)}</Badge>
                  <TimeStamp at={placedAt} />
                </p>
                <p className="text-ink-soft">{message}</p>
              </li>
            ))}
            {findings.map(({ rule, action, explanation, facts }) => (
              <li key={rule} className="space-y-1 px-4 py-3 text-sm sm:px-5">
                <p>
                  <Badge tone={action === 'hold' ? 'critical' : 'caution'}>{ruleWords(rule)}</Badge>
                </p>
                <p className="text-ink">{explanation}</p>
                <details className="text-xs">
                  <summary className="cursor-pointer py-1 text-accent-ink underline underline-offset-4">Numbers</summary>
                  <pre className="wrap-anywhere whitespace-pre-wrap rounded bg-sunken p-2 font-mono">{JSON.stringify(facts, null, 1)}</pre>
                </details>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Section>
  )
}
