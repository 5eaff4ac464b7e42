// The balance as the ticket it is: what can be spent now, what calls in progress have reserved, and the way to add to it.
import type { ReactNode } from 'react'
import type { Amount } from './describe-money.ts'
import { Money } from './money.tsx'

type BalanceTicketProps = {
  /** "Available" for a person, "Pixel Pals’ balance" for an organization. */
  label: string
  amount: Amount
  /** Reserved by calls that are not settled yet. */
  inUse?: Amount
  /** Below the perforation, at the start: "Lasts about 3,200 messages". */
  note?: ReactNode
  /** The way to add money, below the perforation. */
  action?: ReactNode
}

/** A change of the amount is announced politely, without moving the focus. */
export function BalanceTicket({ label, amount, inUse = 0n, note, action }: BalanceTicketProps) {
  return (
    <div className="ticket-shadow">
      <div className="ticket-notches overflow-hidden rounded-2xl bg-paper [--notch-at:calc(100%-4.75rem)]">
        <div className="flex min-h-36 flex-col justify-end border-accent border-t-4 px-6 pt-6 pb-5">
          <p className="text-ink-soft text-sm">{label}</p>
          <p role="status" className="mt-1 font-semibold text-5xl text-ink tracking-[-0.025em]">
            <Money amount={amount} as="balance" />
          </p>
          <p className="mt-1.5 min-h-5 text-ink-faint text-sm">
            {BigInt(inUse) > 0n ? (
              <>
                <Money amount={inUse} as="charge" /> in use by calls in progress
              </>
            ) : null}
          </p>
        </div>
        <div aria-hidden className="tear-line mx-5" />
        <div className="flex h-19 items-center justify-between gap-4 px-6 text-ink-soft text-sm">
          <span className="min-w-0">{note}</span>
          {action}
        </div>
      </div>
    </div>
  )
}
