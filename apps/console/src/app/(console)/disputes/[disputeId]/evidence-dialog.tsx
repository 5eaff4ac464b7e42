'use client'
// The packet as the bank will read it. What is sent is what was looked at: if a fact changed meanwhile, it is shown anew.
import { Banner, Button, Spinner } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { useApi } from '../../../../trpc/client'

export function EvidenceDialog({ disputeId }: { disputeId: string }) {
  const api = useApi()
  const cache = useQueryClient()
  const [isShown, setIsShown] = useState(false)
  const packet = useQuery({ ...api.disputes.packet.queryOptions({ disputeId }), enabled: isShown, staleTime: 0, gcTime: 0, retry: false })
  const submit = useMutation(
    api.disputes.submit.mutationOptions({
      onSuccess: () => cache.invalidateQueries(api.disputes.pathFilter()),
      onError: () => packet.refetch(),
    }),
  )
  return (
    <DeedDialog
      title="Send the evidence?"
      effect="It is sent once, and cannot be changed or added to. It holds the buyer’s personal data, so looking at it is written down."
      confirmLabel="Send to the bank"
      tone="primary"
      isWide
      isReady={packet.data !== undefined && !packet.isFetching}
      done="The evidence is on its way to Stripe."
      onConfirm={(note) => submit.mutateAsync({ disputeId, note, hash: packet.data?.hash ?? '' })}
      trigger={
        <Button isWide variant="primary">
          Contest with evidence
        </Button>
      }
    >
      {isShown ? null : <Button onClick={() => setIsShown(true)}>Show the evidence</Button>}
      {packet.isFetching ? <Spinner /> : null}
      {packet.error ? <Banner tone="critical" title={failureOf(packet.error).message} /> : null}
      {packet.data ? <Fields evidence={packet.data.evidence} /> : null}
    </DeedDialog>
  )
}

function Fields({ evidence }: { evidence: Readonly<Record<string, string | undefined>> }) {
  return (
    <dl className="space-y-3">
      {Object.entries(evidence).map(([name, text]) => (
        <div key={name} className="rounded-control border border-line">
          <dt className="border-line border-b bg-sunken px-3 py-2 text-ink-soft text-sm first-letter:uppercase">
            {name.replaceAll('_', ' ')}
          </dt>
          <dd>
            {/* A long text scrolls, and has to be reachable by the keyboard for that. */}
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is focusable, so that keys can scroll it */}
            <pre tabIndex={0} className="wrap-anywhere max-h-64 overflow-y-auto whitespace-pre-wrap px-3 py-2 font-mono text-xs">
              {text}
            </pre>
          </dd>
        </div>
      ))}
    </dl>
  )
}
