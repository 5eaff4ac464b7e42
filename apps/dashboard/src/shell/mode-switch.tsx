// Live or sandbox, as two links: the address says which.
import { classNames } from '@farebox/ui'
import type { Route } from 'next'
import Link from 'next/link'
import type { Mode } from '../place/mode'

export function ModeSwitch({ mode, liveHref, sandboxHref }: { mode: Mode; liveHref: string; sandboxHref: string }) {
  const choices = [
    { of: 'live', label: 'Live', href: liveHref },
    { of: 'sandbox', label: 'Sandbox', href: sandboxHref },
  ] as const
  return (
    <nav aria-label="Mode" className="hidden rounded-control border border-line bg-sunken p-0.5 text-sm min-[26rem]:flex">
      {choices.map(({ of, label, href }) => (
        <Link
          key={of}
          href={href as Route}
          aria-current={of === mode ? 'true' : undefined}
          className={classNames(
            'inline-flex min-h-8 items-center rounded-md px-2.5',
            of === mode ? 'bg-surface font-medium text-ink shadow-card' : 'text-ink-soft hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
