// Dollars, as a decimal string from key press to the server: nothing here turns money into a number.
import { NumberField } from './number-field.tsx'
import type { TextFieldProps } from './text-field.tsx'

/** The value is what `parseDollars` of @farebox/money reads: "12.50". */
export function MoneyField({ placeholder = '0.00', ...rest }: Omit<TextFieldProps, 'prefix' | 'suffix'>) {
  return <NumberField prefix="$" suffix="USD" placeholder={placeholder} {...rest} />
}
