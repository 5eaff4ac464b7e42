// A sheet on the desk. Padding is part of it unless a table or a list runs to its edges.
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export function Card({ className, isFlush = false, ...rest }: ComponentProps<'div'> & { isFlush?: boolean }) {
  return (
    <div
      className={classNames('rounded-card border border-line bg-surface shadow-card', isFlush ? 'overflow-clip' : 'p-5 sm:p-6', className)}
      {...rest}
    />
  )
}
