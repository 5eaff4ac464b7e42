// A part of a page with a heading of its own and at most one action.
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

type SectionProps = { title: string; description?: ReactNode; action?: ReactNode; children: ReactNode; className?: string }

export function Section({ title, description, action, children, className }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classNames('space-y-4', className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div>
          <h2 id={id} className="font-semibold text-ink text-lg">
            {title}
          </h2>
          {description ? <p className="mt-0.5 max-w-prose text-ink-soft text-sm">{description}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
