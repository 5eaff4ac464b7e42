// Where am I, what is this, what is the one thing to do here.

import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from './app-link.tsx'

type PageHeaderProps = {
  title: string
  description?: ReactNode
  /** The way here, without this page itself. */
  breadcrumb?: ReadonlyArray<{ label: string; href: string }>
  /** One primary action. */
  action?: ReactNode
  /** Beside the title: a status badge. */
  status?: ReactNode
}

export function PageHeader({ title, description, breadcrumb = [], action, status }: PageHeaderProps) {
  return (
    <header className="space-y-2">
      {breadcrumb.length > 0 ? (
        <nav aria-label="Breadcrumb">
          <ol className="-ms-1 flex flex-wrap items-center gap-0.5 text-ink-faint text-sm">
            {breadcrumb.map(({ label, href }, index) => (
              <li key={href} className="flex items-center gap-0.5">
                <AppLink href={href} className="rounded px-1 py-0.5 hover:text-ink hover:underline hover:underline-offset-4">
                  {label}
                </AppLink>
                {index < breadcrumb.length - 1 ? <ChevronRight aria-hidden className="size-3.5 rtl:rotate-180" /> : null}
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-col gap-4 sm:flex-row sm:items-start sm:justify-between">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-3">
            <h1 className="wrap-anywhere min-w-0 font-semibold text-2xl text-ink tracking-[-0.022em] sm:text-[1.75rem] sm:leading-9">
              {title}
            </h1>
            {status}
          </div>
          {description ? <p className="mt-1 max-w-prose text-ink-soft">{description}</p> : null}
        </div>
        {action}
      </div>
    </header>
  )
}
