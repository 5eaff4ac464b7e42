'use client'
// Whether everything runs, one line each; read again every half minute.
import { Card, Section, type Status, StatusBadge, TimeStamp } from '@farebox/ui'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useApi } from '../../trpc/client'

const REFRESH_MS = 30_000

const badges: Record<'well' | 'late' | 'failed', { status: Status; word: string }> = {
  well: { status: 'active', word: 'Well' },
  late: { status: 'pending', word: 'Late' },
  failed: { status: 'failed', word: 'Failed' },
}

export function HealthList() {
  const { data: lines } = useSuspenseQuery({ ...useApi().account.health.queryOptions(), refetchInterval: REFRESH_MS })
  return (
    <Section title="System health">
      <Card isFlush>
        <ul className="divide-y divide-line" aria-live="polite">
          {lines.map(({ name, state, says, since }) => (
            <li key={name} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 text-sm sm:px-5">
              <span>
                <span className="block font-medium text-ink">{name}</span>
                <span className="text-ink-soft">{says}</span>
                {since ? (
                  <span className="text-ink-faint">
                    {' '}
                    Oldest: <TimeStamp at={since} />
                  </span>
                ) : null}
              </span>
              <StatusBadge status={badges[state].status}>{badges[state].word}</StatusBadge>
            </li>
          ))}
        </ul>
      </Card>
    </Section>
  )
}
