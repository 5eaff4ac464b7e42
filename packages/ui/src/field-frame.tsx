// Label above, control, then the hint or what is wrong with it: the frame of every field.
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What every field takes. `error` replaces the hint and marks the control invalid. */
export type FieldText = { label: string; hint?: ReactNode; error?: string; isOptional?: boolean }

export const controlClasses = classNames(
  'min-h-10 w-full rounded-control border border-line-strong/80 bg-surface px-3 text-base text-ink shadow-card pointer-coarse:min-h-11 sm:text-sm',
  'placeholder:text-ink-faint hover:border-line-strong focus-visible:border-focus focus-visible:outline-offset-0',
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-faint aria-invalid:border-critical',
)

/** The id of the line under a control, for its `aria-describedby`. */
export function noteId(id: string): string {
  return `${id}-note`
}

export function describedBy(id: string, { hint, error }: Pick<FieldText, 'hint' | 'error'>): string | undefined {
  return hint || error ? noteId(id) : undefined
}

export function FieldNote({ id, hint, error }: Pick<FieldText, 'hint' | 'error'> & { id: string }) {
  if (error) {
    return (
      <p id={noteId(id)} className="flex items-start gap-1.5 text-critical text-sm">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {error}
      </p>
    )
  }
  if (!hint) return null
  return (
    <p id={noteId(id)} className="text-ink-faint text-sm">
      {hint}
    </p>
  )
}

export function FieldFrame({ id, label, hint, error, isOptional, children }: FieldText & { id: string; children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} id={`${id}-label`} className="block w-fit font-medium text-ink text-sm">
        {label}
        {isOptional ? <span className="font-normal text-ink-faint"> (optional)</span> : null}
      </label>
      {children}
      <FieldNote id={id} hint={hint} error={error} />
    </div>
  )
}
