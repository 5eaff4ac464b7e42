'use client'
// One delivery: each attempt and what came back, and the event as it is sent.
import { Button, CodeBlock, Sheet, TimeStamp } from '@farebox/ui'
import type { Delivery } from './deliveries-table'

export function DeliverySheet({ delivery }: { delivery: Delivery }) {
  const { type, eventId, attempts, body } = delivery
  return (
    <Sheet
      title={type}
      description={eventId}
      trigger={
        <Button size="small" aria-label={`Details of ${eventId}`}>
          Details
        </Button>
      }
    >
      <div className="space-y-6">
        <section aria-label="Attempts">
          <h3 className="mb-2 font-medium text-ink text-sm">Attempts</h3>
          {attempts.length === 0 ? <p className="text-ink-soft text-sm">None yet.</p> : null}
          <ol className="space-y-2 text-sm">
            {attempts.map(({ at, tookMs, httpStatus, failure }) => (
              <li key={at.toISOString()} className="flex flex-wrap justify-between gap-x-4">
                <span className="text-ink">{failure ?? `It answered ${httpStatus}.`}</span>
                <span className="text-ink-faint">
                  {tookMs} ms, <TimeStamp at={at} />
                </span>
              </li>
            ))}
          </ol>
        </section>
        <CodeBlock label="The event" samples={[{ label: 'JSON', code: JSON.stringify(JSON.parse(body), null, 2) }]} />
      </div>
    </Sheet>
  )
}
