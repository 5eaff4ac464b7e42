// A button. While loading it keeps its width, says so, and cannot be pressed twice.
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonStyles } from './button-styles.ts'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export type ButtonProps = ComponentProps<'button'> & ButtonLook & { icon?: ReactNode; isLoading?: boolean }

/** One `primary` per screen. `isWide` fills the row, for the thumb on a phone. */
export function Button({ variant, size, isWide, icon, isLoading = false, disabled, className, children, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      disabled={disabled || isLoading}
      aria-busy={isLoading || undefined}
      className={classNames(buttonStyles({ variant, size, isWide }), className)}
      {...rest}
    >
      {isLoading ? <Spinner /> : icon}
      {children}
    </button>
  )
}
