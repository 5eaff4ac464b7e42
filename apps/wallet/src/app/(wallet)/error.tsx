'use client'
// A page that failed. Looking at it changed nothing.
import { Card, ErrorState } from '@farebox/ui'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">Not shown</h1>
      <Card>
        <ErrorState
          title="This page could not be shown"
          reason="Something failed on our side. You were not charged and nothing was changed."
          onRetry={reset}
          {...(error.digest && { requestId: error.digest })}
        />
      </Card>
    </>
  )
}
