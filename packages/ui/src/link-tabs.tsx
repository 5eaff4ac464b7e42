'use client'
// Parts of one thing, each with an address of its own: links that look like tabs.

import { usePathname } from 'next/navigation'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { isCurrentPath } from './navigation.ts'

export type LinkTab = { label: string; href: string; count?: number }

export function LinkTabs({ label, tabs, isExact = false }: { label: string; tabs: readonly LinkTab[]; isExact?: boolean }) {
  const pathname = usePathname() ?? ''
  const first = tabs[0]?.href
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-line border-b px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {tabs.map(({ label: word, href, count }) => {
          const isCurrent = isExact || href === first ? pathname === href : isCurrentPath(pathname, href)
          return (
            <li key={href}>
              <AppLink
                href={href}
                aria-current={isCurrent ? 'page' : undefined}
                className={classNames(
                  'relative flex min-h-10 items-center gap-2 whitespace-nowrap rounded-t-md px-3 text-ink-soft text-sm hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:min-h-11',
                  isCurrent &&
                    'font-medium text-ink after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full after:bg-accent',
                )}
              >
                {word}
                {count === undefined ? null : (
                  <span className="rounded-full bg-sunken px-1.5 text-ink-faint text-xs tabular-nums">{count}</span>
                )}
              </AppLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
