// What the app may do, and what it cannot, in words.
import { formatBalance } from '@farebox/money'
import { Card, KeyValueList, Section, TimeStamp } from '@farebox/ui'
import { Check, X } from 'lucide-react'
import type { ConnectedApp } from '../../../../trpc/answers'
import { dayInWords } from '../../../../words/day-in-words'
import { periodWords } from '../limit-words'

export function Permissions({ app }: { app: ConnectedApp }) {
  const isConnected = app.status !== 'revoked'
  return (
    <Section title="What it may do">
      <Card className="space-y-5">
        <ul className="space-y-2.5 text-sm">
          {isConnected ? mayDo(app).map((words) => <Line key={words} words={words} isAllowed />) : <Line words="Spend anything" />}
          <Line words="See your card, how much you have, or your other apps" />
        </ul>
        <KeyValueList
          items={[
            { label: 'Connected', value: <TimeStamp at={app.connectedAt} /> },
            { label: 'Last used', value: app.lastUsedAt ? <TimeStamp at={app.lastUsedAt} /> : 'Never' },
            ...(isConnected ? [{ label: 'Allowed until', value: app.expiresAt ? dayInWords(app.expiresAt) : 'You stop it' }] : []),
          ]}
        />
      </Card>
    </Section>
  )
}

function mayDo({ limit, period, callLimit, models }: ConnectedApp): string[] {
  const most = limit === null ? 'without a limit' : `up to ${formatBalance(limit)} ${periodWords[period]}`
  return [
    `Spend from your balance, ${most}${callLimit === null ? '' : `, at most ${formatBalance(callLimit)} for one call`}`,
    models.length === 0 ? 'Use every model that Farebox offers' : `Use ${models.join(', ')}, and no other model`,
    'Learn whether your balance is enough for its calls',
  ]
}

function Line({ words, isAllowed = false }: { words: string; isAllowed?: boolean }) {
  return (
    <li className="flex items-start gap-3">
      {isAllowed ? (
        <Check aria-label="It can:" className="mt-0.5 size-4 shrink-0 text-positive" />
      ) : (
        <X aria-label="It cannot:" className="mt-0.5 size-4 shrink-0 text-critical" />
      )}
      <span className="text-ink-soft">{words}</span>
    </li>
  )
}
