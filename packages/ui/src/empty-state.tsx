// Nothing here: what this is, why it is empty, and the one thing to do.
import type { ReactNode } from 'react'

type EmptyStateProps = { title: string; why: ReactNode; action?: ReactNode; icon?: ReactNode }

/** `title` says what this is, in the negative: "No keys yet." `why` says what would fill it. */
export function EmptyState({ title, why, action, icon }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <div
        aria-hidden
        className="ticket-notches mb-5 flex h-14 w-24 items-center justify-center rounded-lg bg-sunken text-ink-faint [--notch:6px]"
      >
        {icon ? (
          <span className="[&_svg]:size-5">{icon}</span>
        ) : (
          <span className="h-6 w-px bg-[repeating-linear-gradient(currentColor_0_3px,transparent_3px_6px)]" />
        )}
      </div>
      <p className="font-semibold text-ink">{title}</p>
      <p className="mt-1 max-w-sm text-ink-soft text-sm">{why}</p>
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  )
}
