'use client'
// A button that is only an icon: its label is its accessible name and its tooltip.
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

export type IconButtonProps = Omit<ComponentProps<'button'>, 'children'> & { label: string; icon: ReactNode }

export function IconButton({ label, icon, className, type, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type={type ?? 'button'}
        aria-label={label}
        className={classNames(
          'inline-flex size-9 shrink-0 items-center justify-center rounded-control text-ink-soft transition-colors hover:bg-sunken hover:text-ink disabled:opacity-55 pointer-coarse:size-11',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
