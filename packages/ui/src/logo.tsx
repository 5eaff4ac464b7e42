// The mark: a ticket with two punched notches, and on it a line with two stops that reads as an F.
import { classNames } from './class-names.ts'

export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={classNames('size-7 shrink-0', className)} role="img" aria-label="Farebox">
      <path
        className="fill-accent"
        d="M7 3h18a4 4 0 0 1 4 4v5.2a3.8 3.8 0 0 0 0 7.6V25a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4v-5.2a3.8 3.8 0 0 0 0-7.6V7a4 4 0 0 1 4-4Z"
      />
      <g className="stroke-on-accent" fill="none" strokeWidth="2.5" strokeLinecap="round">
        <path d="M12 23.5V12.5a4 4 0 0 1 4-4h2.6M12 16.5h4.4" />
      </g>
      <g className="fill-on-accent">
        <circle cx="21" cy="8.5" r="2.1" />
        <circle cx="18.6" cy="16.5" r="2.1" />
      </g>
    </svg>
  )
}
