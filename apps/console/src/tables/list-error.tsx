// A list that could not be read, in the place of the list.
import { Card, ErrorState } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'

export function ListError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { message, requestId } = failureOf(error)
  return (
    <Card>
      <ErrorState reason={message} onRetry={onRetry} {...(requestId && { requestId })} />
    </Card>
  )
}
