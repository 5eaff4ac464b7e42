// What can come back of a purchase now, and the first of two steps. Where nothing can: why.
import { Card, LinkButton, Money } from '@farebox/ui'
import type { Route } from 'next'
import type { RefundOption } from '../trpc/answers'
import { askLabel, feeSentence, untilSentence } from './refund-words'

type RefundOfferProps = {
  option: RefundOption
  now: Date
  /** The second step. */
  reviewHref: string
}

export function RefundOffer({ option, now, reviewHref }: RefundOfferProps) {
  if (option.refusal !== null) {
    return (
      <Card>
        <p className="text-ink-soft text-sm">{option.because}</p>
      </Card>
    )
  }
  const until = untilSentence(option)
  return (
    <Card className="flex flex-col gap-5 sm:flex-row sm:items-center sm:justify-between">
      <div className="min-w-0 space-y-1">
        <p className="text-ink-soft text-sm">You would get back</p>
        <p className="font-semibold text-2xl text-ink tracking-[-0.02em]">
          <Money amount={option.amount} as="balance" />
        </p>
        <p className="max-w-prose text-ink-soft text-sm">{feeSentence(option, now)}</p>
        {until ? <p className="text-ink-faint text-sm">{until}</p> : null}
      </div>
      <LinkButton href={reviewHref as Route} className="shrink-0">
        {askLabel(option, now)}
      </LinkButton>
    </Card>
  )
}
