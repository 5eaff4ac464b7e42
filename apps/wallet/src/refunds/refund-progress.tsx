// Refunds that were asked for, each with the way it has come: asked, on its way, arrived; or why it did not.
import { Badge, Card, Money, TimeStamp } from '@farebox/ui'
import { Check, CircleX, Clock, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ListedRefund } from '../trpc/answers'

export function RefundProgress({ refunds }: { refunds: readonly ListedRefund[] }) {
  return (
    <ul className="space-y-3">
      {refunds.map((refund) => (
        <li key={refund.refundId}>
          <OneRefund refund={refund} />
        </li>
      ))}
    </ul>
  )
}

function OneRefund({ refund }: { refund: ListedRefund }) {
  const { amount, feeIncluded, owed, description, status, askedAt, arrivedAt, failure } = refund
  return (
    <Card className="space-y-5">
      <div className="flex items-start justify-between gap-4">
        <div>
          <p className="font-semibold text-ink text-lg">
            <Money amount={amount} as="balance" />
          </p>
          <p className="text-ink-faint text-sm">{description}</p>
        </div>
        <RefundBadge status={status} />
      </div>
      <ol className="text-sm">
        <Step isDone label="Asked for" note={<TimeStamp at={askedAt} />} />
        {status === 'failed' ? (
          <Step isFailed isLast label="Not taken by the bank" note={failure} />
        ) : (
          <>
            <Step
              isDone={status === 'arrived'}
              isUnderWay={status === 'on_its_way'}
              label="On its way to the bank"
              note={status === 'on_its_way' ? 'It has left your balance. Your statement shows it within 10 working days.' : undefined}
            />
            <Step
              isLast
              isDone={status === 'arrived'}
              label="Sent to the bank"
              note={
                arrivedAt ? (
                  <>
                    <TimeStamp at={arrivedAt} />. Your statement may show it up to 10 working days later.
                  </>
                ) : undefined
              }
            />
          </>
        )}
      </ol>
      {status === 'failed' ? null : <Parts feeIncluded={feeIncluded} owed={owed} />}
    </Card>
  )
}

/** What of it was the fee, and what was spent already when it went back. */
function Parts({ feeIncluded, owed }: Pick<ListedRefund, 'feeIncluded' | 'owed'>) {
  if (feeIncluded <= 0n && owed <= 0n) return null
  return (
    <p className="border-line border-t pt-3 text-ink-faint text-xs">
      {feeIncluded > 0n ? (
        <>
          The fee of <Money amount={feeIncluded} as="balance" /> is part of it.{' '}
        </>
      ) : null}
      {owed > 0n ? (
        <>
          <Money amount={owed} as="charge" /> of it was spent already, so your wallet owed that much.
        </>
      ) : null}
    </p>
  )
}

const badges = {
  on_its_way: { tone: 'accent', word: 'On its way', icon: <Clock aria-hidden /> },
  arrived: { tone: 'positive', word: 'Sent to the bank', icon: <Check aria-hidden /> },
  failed: { tone: 'critical', word: 'Did not arrive', icon: <CircleX aria-hidden /> },
} as const

function RefundBadge({ status }: Pick<ListedRefund, 'status'>) {
  const { tone, word, icon } = badges[status]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}

type StepProps = { label: string; note?: ReactNode; isDone?: boolean; isUnderWay?: boolean; isFailed?: boolean; isLast?: boolean }

function Step({ label, note, isDone, isUnderWay, isFailed, isLast }: StepProps) {
  const look = isFailed
    ? 'border-critical bg-critical text-on-critical'
    : isDone
      ? 'border-positive bg-positive text-surface'
      : isUnderWay
        ? 'border-accent bg-surface'
        : 'border-line-strong bg-surface'
  return (
    <li className="relative flex gap-3 pb-4 last:pb-0">
      {isLast ? null : <span aria-hidden className="absolute start-[0.5625rem] top-5 bottom-0 w-px bg-line" />}
      <span aria-hidden className={`relative mt-0.5 flex size-4.5 shrink-0 items-center justify-center rounded-full border ${look}`}>
        {isFailed ? <X strokeWidth={3} className="size-3" /> : isDone ? <Check strokeWidth={3} className="size-3" /> : null}
        {isUnderWay ? <span className="size-2 rounded-full bg-accent" /> : null}
      </span>
      <span className="min-w-0">
        <span className={isDone || isUnderWay || isFailed ? 'text-ink' : 'text-ink-faint'}>{label}</span>
        {note ? <span className="block text-ink-faint text-xs">{note}</span> : null}
      </span>
    </li>
  )
}
