// An error in four parts: what happened, whether you were charged, what to do, and the request id.
import { CircleAlert } from 'lucide-react'
import { RequestId } from './request-id.tsx'

type FormErrorProps = { message: string; charged?: boolean; whatToDo?: string; requestId?: string }

/** Leave `charged` out where no money could move. Renders nothing without a message, so it can stay in the form. */
export function FormError({ message, charged, whatToDo, requestId }: FormErrorProps) {
  if (!message) return null
  return (
    <div role="alert" className="flex gap-3 rounded-control border border-critical/25 bg-critical-soft p-3.5 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
      <div className="min-w-0 space-y-1">
        <p className="font-medium text-critical">{message}</p>
        {charged === undefined ? null : <p className="text-ink">{charged ? 'You were charged.' : 'You were not charged.'}</p>}
        {whatToDo ? <p className="text-ink-soft">{whatToDo}</p> : null}
        {requestId ? <RequestId id={requestId} /> : null}
      </div>
    </div>
  )
}
