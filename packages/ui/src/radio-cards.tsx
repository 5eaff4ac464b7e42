// One of a few, each with its consequences laid out in rows, such as who pays. Real radios: they work in a plain form post.
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type RadioCard = {
  value: string
  title: string
  /** A word at the corner: "Default". */
  note?: string
  icon?: ReactNode
  /** The same labels in the same order on every card, so that they compare. */
  rows: ReadonlyArray<{ label: string; value: ReactNode }>
  disabled?: boolean
}

type RadioCardsProps = Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'type'> & {
  legend: string
  name: string
  cards: readonly RadioCard[]
  /** Controlled with `onChange`; or left out, with `defaultValue`. */
  value?: string
  defaultValue?: string
  isLegendHidden?: boolean
}

const columns: Record<number, string> = { 1: '', 2: 'md:grid-cols-2', 3: 'md:grid-cols-3' }

export function RadioCards({ legend, cards, value, defaultValue, isLegendHidden, className, ...rest }: RadioCardsProps) {
  return (
    <fieldset className={className}>
      <legend className={classNames('mb-2 font-medium text-ink text-sm', isLegendHidden && 'sr-only')}>{legend}</legend>
      <div className={classNames('grid gap-3', columns[cards.length] ?? 'md:grid-cols-2')}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={classNames(
              'relative flex flex-col gap-4 rounded-card border border-line-strong/60 bg-surface p-4 shadow-card transition-colors hover:border-line-strong',
              'has-checked:border-accent has-checked:bg-accent-soft/45 has-checked:shadow-[inset_0_0_0_1px_var(--accent)]',
              'has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 has-disabled:cursor-not-allowed has-disabled:opacity-60',
            )}
          >
            <span className="flex items-center gap-2.5">
              <input
                type="radio"
                value={card.value}
                disabled={card.disabled}
                {...(value === undefined ? { defaultChecked: card.value === defaultValue } : { checked: card.value === value })}
                className="size-4.5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-[5.5px] checked:border-accent forced-colors:appearance-auto"
                {...rest}
              />
              {card.icon ? <span className="text-ink-soft [&_svg]:size-4.5">{card.icon}</span> : null}
              <span className="font-semibold text-ink">{card.title}</span>
              {card.note ? <span className="ms-auto font-medium text-accent-ink text-xs">{card.note}</span> : null}
            </span>
            <span className="grid gap-2.5 text-sm">
              {card.rows.map((row) => (
                <span key={row.label} className="block">
                  <span className="block text-ink-faint text-xs">{row.label}</span>
                  <span className="block text-ink-soft">{row.value}</span>
                </span>
              ))}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
