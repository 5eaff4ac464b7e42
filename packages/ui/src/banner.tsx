// News that stays until it no longer holds: inside a page, above what it is about.
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { type Tone, toneClasses } from './tone.ts'
import { ToneIcon } from './tone-icon.tsx'

type BannerProps = { tone?: Tone; title: string; children?: ReactNode; action?: ReactNode }

export function Banner({ tone = 'accent', title, children, action }: BannerProps) {
  return (
    <div
      role={tone === 'critical' ? 'alert' : 'status'}
      className={classNames(
        'flex flex-col gap-3 rounded-card p-4 sm:flex-row sm:items-start',
        toneClasses[tone],
        'border border-current/15',
      )}
    >
      <ToneIcon tone={tone} className="mt-0.5 size-4.5 shrink-0 max-sm:hidden" />
      <div className="grow text-sm">
        <p className="font-semibold">{title}</p>
        {children ? <div className="mt-0.5 text-ink-soft">{children}</div> : null}
      </div>
      {action}
    </div>
  )
}
