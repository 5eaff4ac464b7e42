// The few numbers a page is about, side by side.

import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import type { Amount, MoneyAs } from './describe-money.ts'
import { Money } from './money.tsx'

export type Delta = {
  direction: 'up' | 'down' | 'same'
  /** "12 % against the 30 days before". */
  text: string
  /** Whether that is good news; more refusals are not. */
  isGood?: boolean
}

type TileFrame = { label: string; note?: ReactNode; delta?: Delta; href?: string }

const arrows = { up: ArrowUpRight, down: ArrowDownRight, same: Minus }

function DeltaLine({ delta: { direction, text, isGood } }: { delta: Delta }) {
  const Arrow = arrows[direction]
  const tone = isGood === undefined ? 'text-ink-faint' : isGood ? 'text-positive' : 'text-critical'
  return (
    <p className={classNames('mt-1.5 flex items-center gap-1 text-xs', tone)}>
      <Arrow aria-label={direction === 'same' ? 'unchanged' : direction} className="size-3.5 shrink-0" />
      {text}
    </p>
  )
}

function Tile({ label, note, delta, href, children }: TileFrame & { children: ReactNode }) {
  return (
    <div className="relative rounded-card border border-line bg-surface p-4 shadow-card has-[a:hover]:border-line-strong sm:p-5">
      <p className="text-ink-soft text-sm">
        {href ? (
          <AppLink href={href} className="rounded after:absolute after:inset-0 after:rounded-card">
            {label}
          </AppLink>
        ) : (
          label
        )}
      </p>
      <p className="mt-1.5 font-semibold text-[1.625rem] text-ink tabular-nums leading-8 tracking-[-0.025em]">{children}</p>
      {note ? <p className="mt-1.5 text-ink-faint text-xs">{note}</p> : null}
      {delta ? <DeltaLine delta={delta} /> : null}
    </div>
  )
}

/** Two in a row on a phone, as many as fit on a desktop. */
export function Tiles({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-[repeat(auto-fit,minmax(9.25rem,1fr))] gap-3">{children}</div>
}

export function MoneyTile({ amount, as, ...frame }: TileFrame & { amount: Amount; as: MoneyAs }) {
  return (
    <Tile {...frame}>
      <Money amount={amount} as={as} />
    </Tile>
  )
}

export function CountTile({ count, ...frame }: TileFrame & { count: number }) {
  return <Tile {...frame}>{count.toLocaleString('en-US')}</Tile>
}
