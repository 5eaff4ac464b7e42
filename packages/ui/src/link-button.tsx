// A link that looks like a button: it goes somewhere, so it opens in a new tab like any link.
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonStyles } from './button-styles.ts'
import { classNames } from './class-names.ts'

export type LinkButtonProps = ComponentProps<typeof Link> & ButtonLook & { icon?: ReactNode }

export function LinkButton({ variant, size, isWide, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link className={classNames(buttonStyles({ variant, size, isWide }), className)} {...rest}>
      {icon}
      {children}
    </Link>
  )
}
