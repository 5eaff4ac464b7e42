'use client'
// Holds on an organization's earnings: placing one, and releasing it.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Button, Money, TextField, TimeStamp, useTimeAhead } from '@farebox/ui'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { RecordList } from '../../../../records/record-list'
import { useApi } from '../../../../trpc/client'
import { toLocalInput } from '../../../../words/local-input'

const REVIEW_AFTER_MS = 7 * 24 * 60 * 60_000

export function HoldList({ organizationId, role }: { organizationId: string; role: OperatorRole }) {
  const { data: holds = [] } = useQuery(useApi().payouts.holds.queryOptions({ organizationId, state: 'all' }))
  return (
    <RecordList
      title="Holds on earnings"
      none="Nothing is held."
      action={roleMay(role, 'payouts.hold') ? <PlaceHold organizationId={organizationId} /> : undefined}
      rows={holds.map((hold) => ({
        key: hold.id,
        title: hold.message,
        note: (
          <>
            {hold.reason.replaceAll('_', ' ')}, placed <TimeStamp at={hold.placedAt} />
            {hold.releasedAt ? (
              <>
                , released <TimeStamp at={hold.releasedAt} />
              </>
            ) : null}
          </>
        ),
        end: (
          <>
            <Money amount={hold.amount} as="exact" />
            {!hold.releasedAt && roleMay(role, 'payouts.decide') ? <ReleaseHold holdId={hold.id} /> : null}
          </>
        ),
      }))}
    />
  )
}

function useChanged() {
  const api = useApi()
  const cache = useQueryClient()
  return () => Promise.all([cache.invalidateQueries(api.payouts.pathFilter()), cache.invalidateQueries(api.records.pathFilter())])
}

function PlaceHold({ organizationId }: { organizationId: string }) {
  const place = useMutation(useApi().payouts.placeHold.mutationOptions({ onSuccess: useChanged() }))
  const [reason, setReason] = useState('fraud_check')
  const [message, setMessage] = useState('')
  const aheadMs = useTimeAhead()
  const [reviewAt, setReviewAt] = useState(() => toLocalInput(new Date(Date.now() + aheadMs + REVIEW_AFTER_MS)))
  return (
    <DeedDialog
      title="Hold these earnings?"
      effect="Available earnings stay where they are and are not paid out until the hold is released. The developer reads your message."
      confirmLabel="Hold"
      asksReason={false}
      isReady={/^[a-z_]{2,40}$/.test(reason) && message.trim().length >= 10 && reviewAt !== ''}
      done="The earnings are held."
      onConfirm={() => place.mutateAsync({ organizationId, reason, message, reviewAt: new Date(reviewAt) })}
      trigger={<Button>Place a hold</Button>}
    >
      <TextField
        label="Reason, for us"
        hint="One word, such as fraud_check."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <TextField
        label="Message to the developer"
        hint="Say what they can do."
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
      <TextField label="Look at it again" type="datetime-local" value={reviewAt} onChange={(event) => setReviewAt(event.target.value)} />
    </DeedDialog>
  )
}

function ReleaseHold({ holdId }: { holdId: string }) {
  const release = useMutation(useApi().payouts.releaseHold.mutationOptions({ onSuccess: useChanged() }))
  return (
    <DeedDialog
      title="Release this hold?"
      effect="The earnings are available again, and part of the next run."
      confirmLabel="Release"
      tone="primary"
      done="The hold is released."
      onConfirm={(note) => release.mutateAsync({ holdId, note })}
      trigger={<Button size="small">Release</Button>}
    />
  )
}
