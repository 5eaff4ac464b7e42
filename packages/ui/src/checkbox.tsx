// A yes that is asked for in words. A real checkbox: it works in a plain form post.
import { Check } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { describedBy, FieldNote } from './field-frame.tsx'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; hint?: ReactNode; error?: string }

export function Checkbox({ label, hint, error, id: givenId, className, ...rest }: CheckboxProps) {
  const madeId = useId()
  const id = givenId ?? madeId
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-6 items-start gap-3 text-ink text-sm pointer-coarse:min-h-11 pointer-coarse:items-center">
        <span className="relative mt-0.5 inline-flex size-5 shrink-0 pointer-coarse:mt-0">
          <input
            id={id}
            type="checkbox"
            aria-invalid={error ? true : undefined}
            aria-describedby={describedBy(id, { hint, error })}
            className="peer size-5 appearance-none rounded-[0.3rem] border border-line-strong bg-surface checked:border-accent checked:bg-accent disabled:opacity-55 aria-invalid:border-critical forced-colors:appearance-auto"
            {...rest}
          />
          <Check
            aria-hidden
            strokeWidth={3}
            className="pointer-events-none absolute inset-0.5 size-4 text-on-accent opacity-0 peer-checked:opacity-100 forced-colors:hidden"
          />
        </span>
        <span>{label}</span>
      </label>
      <div className="ps-8">
        <FieldNote id={id} hint={hint} error={error} />
      </div>
    </div>
  )
}
