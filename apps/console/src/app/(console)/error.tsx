'use client'
// A page that failed. Nothing was changed by looking at it.
import { Card, ErrorState } from '@farebox/ui'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Card>
      <ErrorState
        title="This page could not be shown"
        reason="Something failed on our side. Nothing was charged and nothing was changed."
        onRetry={reset}
        {...(error.digest && { requestId: error.digest })}
      />
    </Card>
  )
}
