// Spent of a limit, with a mark where an even pace would be today.
import { classNames } from './class-names.ts'
import { type Amount, describeMoney } from './describe-money.ts'
import { paceSentence, shareOf } from './pace.ts'

type ProgressBarProps = {
  /** What is limited: "PixelPal this month". */
  label: string
  spent: Amount
  limit: Amount
  /** How much of the period is over, 0 to 1: draws the pace mark. */
  periodShare?: number
  /** What it means that nothing is left, where it is not that calls are refused. */
  whenReached?: string
  /** Keeps the label for screen readers, where the row already says it. */
  isLabelHidden?: boolean
}

export function ProgressBar({ label, spent, limit, periodShare, whenReached, isLabelHidden = false }: ProgressBarProps) {
  const percent = shareOf(spent, limit)
  const sentence = paceSentence({ spent, limit, periodShare, whenReached })
  const fill = percent >= 100 ? 'bg-critical' : percent >= 80 ? 'bg-chart-2' : 'bg-accent'
  return (
    <div className="space-y-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className={classNames('text-ink', isLabelHidden && 'sr-only')}>{label}</span>
        <span className="text-ink-soft tabular-nums">
          {describeMoney(spent, 'charge').shown} of {describeMoney(limit, 'balance').shown}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, percent)}
        aria-valuetext={sentence}
        className="relative h-2 rounded-full bg-line forced-colors:border"
      >
        <div
          className={classNames('h-full rounded-full forced-colors:bg-[Highlight]', fill)}
          style={{ inlineSize: `${Math.min(100, percent)}%`, minInlineSize: BigInt(spent) > 0n ? '0.5rem' : undefined }}
        />
        {periodShare === undefined ? null : (
          <span
            aria-hidden
            className="absolute -inset-y-1 w-0.5 rounded-full bg-ink ring-2 ring-surface"
            style={{ insetInlineStart: `${periodShare * 100}%` }}
          />
        )}
      </div>
      <p className="text-ink-faint text-xs">{sentence}</p>
    </div>
  )
}
