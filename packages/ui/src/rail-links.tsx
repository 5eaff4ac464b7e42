'use client'
// The navigation as a list: in the rail on a desktop, in the menu sheet on a phone.

import { usePathname } from 'next/navigation'
import { AppLink } from './app-link.tsx'
import { classNames } from './class-names.ts'
import { currentHref, type NavigationGroup } from './navigation.ts'

export function RailLinks({ groups, label = 'Main' }: { groups: readonly NavigationGroup[]; label?: string }) {
  const current = currentHref(usePathname() ?? '', groups)
  return (
    <nav aria-label={label} className="space-y-6">
      {groups.map((group, index) => (
        <div key={group.label ?? `group-${index + 1}`}>
          {group.label ? <p className="mb-1.5 px-3 font-medium text-ink-faint text-xs">{group.label}</p> : null}
          <ul className="space-y-0.5">
            {group.links.map(({ label: word, href, icon, note }) => {
              const isCurrent = href === current
              return (
                <li key={href}>
                  <AppLink
                    href={href}
                    aria-current={isCurrent ? 'page' : undefined}
                    className={classNames(
                      'group flex min-h-9 items-center gap-3 rounded-control px-3 text-ink-soft text-sm transition-colors hover:bg-sunken hover:text-ink pointer-coarse:min-h-11 [&_svg]:size-4.5',
                      isCurrent && 'bg-accent-soft font-medium text-accent-ink hover:bg-accent-soft hover:text-accent-ink',
                    )}
                  >
                    {icon}
                    {word}
                    {note ? <span className="ms-auto text-xs tabular-nums">{note}</span> : null}
                  </AppLink>
                </li>
              )
            })}
          </ul>
        </div>
      ))}
    </nav>
  )
}
