'use client'
// The navigation under the thumb: at most five tabs along the lower edge of a phone. A link may stand for other pages, too: "More".

import { usePathname } from 'next/navigation'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { currentHref, isCurrentPath, type NavigationLink } from './navigation.ts'

const TABS_MAX = 5

export function PhoneTabs({ links }: { links: readonly NavigationLink[] }) {
  const pathname = usePathname() ?? ''
  const current =
    currentHref(pathname, [{ links }]) ?? links.find(({ covers }) => covers?.some((href) => isCurrentPath(pathname, href)))?.href
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md sm:hidden"
    >
      <ul className="flex">
        {links.slice(0, TABS_MAX).map(({ label, href, icon }) => {
          const isCurrent = href === current
          return (
            <li key={href} className="flex-1">
              <AppLink
                href={href}
                aria-current={isCurrent ? 'page' : undefined}
                className={classNames(
                  'flex min-h-15 flex-col items-center justify-center gap-1 text-ink-faint text-xs focus-visible:-outline-offset-2 [&_svg]:size-5',
                  isCurrent && 'font-medium text-accent-ink',
                )}
              >
                <span className={classNames('rounded-full px-4 py-0.5', isCurrent && 'bg-accent-soft')}>{icon}</span>
                {label}
              </AppLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
