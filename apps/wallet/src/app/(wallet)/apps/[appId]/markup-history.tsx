// What the app adds to the price, and how that came to be: what it set, and what the wallet's owner agreed to.
import { Banner, Card, Section } from '@farebox/ui'
import { Handshake, Tag } from 'lucide-react'
import type { ConnectedApp, ConnectionHistory } from '../../../../trpc/answers'
import { dayInWords } from '../../../../words/day-in-words'
import { percent } from '../../../../words/percent'

type MarkupHistoryProps = { app: ConnectedApp; history: ConnectionHistory }

export function MarkupHistory({ app: { appName, markupBps }, history: { markups, announced } }: MarkupHistoryProps) {
  const price = markupBps > 0 ? `The model’s price + ${percent(markupBps)} to ${appName}` : 'The model’s price, nothing added'
  return (
    <Section title="Price" description="A higher markup applies to you only once you have agreed to it.">
      {announced ? (
        <Banner tone="accent" title={`From ${dayInWords(announced.at)}: ${percent(announced.markupBps)}`}>
          {announced.markupBps > markupBps
            ? `${appName} has to ask you first. Until you agree, you pay what you agreed to.`
            : 'It becomes cheaper by itself.'}
        </Banner>
      ) : null}
      <Card className="space-y-4">
        <p className="font-medium text-ink">{price}</p>
        {markups.length > 0 ? (
          <ol className="space-y-3 border-line border-t pt-4 text-sm">
            {markups.map(({ at, markupBps: of, by }) => (
              <li key={`${by} ${at.toISOString()}`} className="flex items-start gap-3">
                <span aria-hidden className="mt-0.5 text-ink-faint [&_svg]:size-4">
                  {by === 'app' ? <Tag /> : <Handshake />}
                </span>
                <span className="min-w-0 grow text-ink-soft">
                  {by === 'app' ? `${appName} set its markup to ${percent(of)}` : `You agreed to pay up to ${percent(of)}`}
                </span>
                <time dateTime={at.toISOString()} className="shrink-0 text-ink-faint text-xs leading-5">
                  {dayInWords(at)}
                </time>
              </li>
            ))}
          </ol>
        ) : null}
      </Card>
    </Section>
  )
}
