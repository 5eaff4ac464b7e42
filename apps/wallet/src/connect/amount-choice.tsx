// One of a few amounts beside each other, the chosen one marked.
import type { ReactNode } from 'react'

type AmountChoiceProps = { value: string; isChosen: boolean; children: ReactNode }

export function AmountChoice({ value, isChosen, children }: AmountChoiceProps) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center justify-center rounded-control border border-line-strong text-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
      <input type="radio" name="limit" value={value} defaultChecked={isChosen} className="sr-only" />
      {children}
    </label>
  )
}
