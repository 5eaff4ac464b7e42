// One charge, taken apart to the last microcent, on paper torn off a roll: what was called, what it cost, who got it, which money paid.
import type { ReactNode } from 'react'
import type { Amount } from './describe-money.ts'
import { Logo } from './logo.tsx'
import { Money } from './money.tsx'

export type ReceiptLine = {
  label: string
  amount: Amount
  /** Behind the label, quieter: "412 in · 96 out". */
  note?: ReactNode
}

export type ReceiptContent = {
  /** Who charged: the app's name. */
  title: string
  /** What for, in plain words: "GPT-4o mini, one message". */
  what: string
  when: ReactNode
  /** Provider's cost, Farebox margin, developer's markup: they add up to the total. */
  lines: readonly ReceiptLine[]
  total: Amount
  /** The lots that paid: "Welcome grant", "Top-up of 12 Nov". They add up to the total, too. */
  paidFrom?: readonly ReceiptLine[]
  /** How the price came about: "Model price $0.15 / 1M in, $0.60 / 1M out, plus 15 % to PixelPal." */
  priceLine?: ReactNode
  /** Request or charge id, and a way to copy it. */
  footer?: ReactNode
}

function Lines({ lines }: { lines: readonly ReceiptLine[] }) {
  return (
    <dl className="space-y-2.5">
      {lines.map(({ label, amount, note }) => (
        <div key={label} className="flex items-baseline gap-2">
          <dt className="text-ink-soft">
            {label}
            {note ? <span className="block text-ink-faint text-xs">{note}</span> : null}
          </dt>
          <span aria-hidden className="min-w-4 grow translate-y-[-0.2em] border-line-strong/60 border-b border-dotted" />
          <dd className="font-mono text-[0.8125rem] text-ink">
            <Money amount={amount} as="exact" />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function Receipt({ receipt }: { receipt: ReceiptContent }) {
  const { title, what, when, lines, total, paidFrom = [], priceLine, footer } = receipt
  return (
    <article aria-label={`Receipt, ${title}`} className="receipt-shadow max-w-md">
      <div className="receipt-paper rounded-t-card text-sm">
        <header className="flex items-start gap-3 px-6 pt-6">
          <div className="min-w-0 grow">
            <h3 className="font-semibold text-base text-ink">{title}</h3>
            <p className="text-ink-soft">{what}</p>
            <p className="mt-0.5 text-ink-faint text-xs">{when}</p>
          </div>
          <span aria-hidden className="opacity-90">
            <Logo className="size-8" />
          </span>
        </header>
        <div className="px-6 py-5">
          <Lines lines={lines} />
        </div>
        <div aria-hidden className="tear-line mx-6" />
        <div className="flex items-baseline justify-between px-6 py-4">
          <span className="font-semibold text-ink">Total</span>
          <span className="font-mono font-semibold text-base text-ink">
            <Money amount={total} as="exact" />
          </span>
        </div>
        {paidFrom.length > 0 ? (
          <>
            <div aria-hidden className="tear-line mx-6" />
            <div className="px-6 py-4">
              <h4 className="mb-2.5 text-ink-faint text-xs">Paid from</h4>
              <Lines lines={paidFrom} />
            </div>
          </>
        ) : null}
        {priceLine || footer ? (
          <footer className="space-y-1.5 px-6 pt-1 pb-4 text-ink-faint text-xs">
            {priceLine ? <p>{priceLine}</p> : null}
            {footer}
          </footer>
        ) : null}
      </div>
    </article>
  )
}
