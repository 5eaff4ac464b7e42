// A whole number or a percentage, typed. It stays text until the form reads it: no spinner, no scroll accident.
import { classNames } from './class-names.ts'
import { TextField, type TextFieldProps } from './text-field.tsx'

export function NumberField({ className, ...rest }: TextFieldProps) {
  return <TextField inputMode="decimal" autoComplete="off" className={classNames('tabular-nums', className)} {...rest} />
}
