'use client'
// A part that could not be shown: why, a way to try again, and the id to tell us.
import { CircleAlert, RotateCw } from 'lucide-react'
import { Button } from './button.tsx'
import { RequestId } from './request-id.tsx'

type ErrorStateProps = { title?: string; reason: string; onRetry?: () => void; requestId?: string }

export function ErrorState({ title = 'This could not be loaded', reason, onRetry, requestId }: ErrorStateProps) {
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-12 text-center">
      <CircleAlert aria-hidden className="mb-4 size-7 text-critical" />
      <p className="font-semibold text-ink">{title}</p>
      <p className="mt-1 max-w-sm text-ink-soft text-sm">{reason}</p>
      {onRetry ? (
        <Button className="mt-5" onClick={onRetry} icon={<RotateCw aria-hidden />}>
          Try again
        </Button>
      ) : null}
      {requestId ? <RequestId id={requestId} className="mt-4" /> : null}
    </div>
  )
}
