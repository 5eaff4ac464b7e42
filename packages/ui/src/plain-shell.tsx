// The frame of a page without an account: signing in, consent, a receipt from a mail. One column, nothing to get lost in.

import type { ReactNode } from 'react'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { MAIN_ID, SkipLink } from './skip-link.tsx'
import { ThemeToggle } from './theme-toggle.tsx'
import { Wordmark } from './wordmark.tsx'

type PlainShellProps = {
  product?: string
  homeHref?: string
  width?: 'card' | 'page'
  footer?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** `card` centres one narrow column; `page` is for public pages that are read. */
export function PlainShell({ product, homeHref = '/', width = 'card', footer, actions, children }: PlainShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header
        className={classNames(
          'mx-auto flex h-16 w-full items-center justify-between gap-4 px-4',
          width === 'page' ? 'max-w-6xl sm:px-8' : 'sm:px-6',
        )}
      >
        <AppLink href={homeHref} className="rounded-control p-1" aria-label={product ? `Farebox ${product}, home` : 'Farebox, home'}>
          <Wordmark product={product} />
        </AppLink>
        <div className="flex items-center gap-2">
          {actions}
          <ThemeToggle />
        </div>
      </header>
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className={classNames(
          'mx-auto w-full grow px-4 pb-12 outline-none',
          width === 'card' ? 'flex max-w-[27rem] flex-col justify-center' : 'max-w-6xl sm:px-8',
        )}
      >
        {children}
      </main>
      {footer ? <footer className="border-line border-t px-4 py-6 text-center text-ink-faint text-sm">{footer}</footer> : null}
    </div>
  )
}
