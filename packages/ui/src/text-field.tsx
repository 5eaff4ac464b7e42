// One line of text. Everything an <input> takes passes through, so `register` of react-hook-form spreads on it.
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { controlClasses, describedBy, FieldFrame, type FieldText } from './field-frame.tsx'

export type TextFieldProps = ComponentProps<'input'> & FieldText & { prefix?: ReactNode; suffix?: ReactNode }

export function TextField({ label, hint, error, isOptional, prefix, suffix, id: givenId, className, ...rest }: TextFieldProps) {
  const madeId = useId()
  const id = givenId ?? madeId
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      <div className="relative flex items-center">
        {prefix ? <span className="pointer-events-none absolute start-3 text-ink-faint text-sm">{prefix}</span> : null}
        <input
          id={id}
          type="text"
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classNames(controlClasses, prefix && 'ps-7', suffix && 'pe-16', className)}
          {...rest}
        />
        {suffix ? <span className="pointer-events-none absolute end-3 text-ink-faint text-sm">{suffix}</span> : null}
      </div>
    </FieldFrame>
  )
}
