'use client'
// Deciding: first what is said about it, then the dry run (the exact movements and calls), and only then the click that does it.
import { Banner, Button, describeMoney, Money, SelectField, Spinner, TextField, useTimeAhead } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { Movements, StripeCalls } from '../../../../deeds/movements'
import { useApi } from '../../../../trpc/client'
import { toLocalInput } from '../../../../words/local-input'
import { type DecisionKind, decisionWords } from './decision-words'
import type { Case } from './payout-case'

const REVIEW_AFTER_MS = 7 * 24 * 60 * 60_000

const reasons = ['fraud_check', 'identity_check', 'unusual_traffic', 'bank_account_check', 'disputes', 'policy']

type DecisionDialogProps = { data: Case; kind: DecisionKind; trigger: ReactElement<Record<string, unknown>> }

export function DecisionDialog({ data, kind, trigger }: DecisionDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [reason, setReason] = useState(reasons[0] ?? '')
  const [message, setMessage] = useState('')
  const [note, setNote] = useState('')
  const aheadMs = useTimeAhead()
  const [reviewAt, setReviewAt] = useState(() => toLocalInput(new Date(Date.now() + aheadMs + REVIEW_AFTER_MS)))
  const [isPlanned, setIsPlanned] = useState(false)
  const tellsDeveloper = kind === 'hold' || kind === 'reject'
  const decision = decisionOf(kind, { reason, message, note, reviewAt })
  const isFilled = !tellsDeveloper || message.trim().length >= 10
  const plan = useQuery({
    ...api.payouts.plan.queryOptions({ payoutId: data.id, decision }),
    enabled: isPlanned && isFilled,
    staleTime: 0,
    gcTime: 0,
  })
  const onSuccess = () => cache.invalidateQueries(api.payouts.pathFilter())
  const decide = useMutation(api.payouts.decide.mutationOptions({ onSuccess }))
  const hold = useMutation(api.payouts.hold.mutationOptions({ onSuccess }))
  const sends = plan.data?.effect === 'approves' || plan.data?.effect === 'proposes'
  const confirm = () => {
    const hash = plan.data?.hash ?? ''
    return kind === 'hold'
      ? hold.mutateAsync({ payoutId: data.id, decision, hash })
      : decide.mutateAsync({ payoutId: data.id, decision, hash })
  }
  const again = (change: () => void) => {
    change()
    setIsPlanned(false)
  }
  return (
    <DeedDialog
      title={`${plan.data?.effect === 'proposes' ? 'Propose to send' : decisionWords[kind].button}: ${data.organization.name}`}
      effect={
        <>
          <Money amount={data.amount} as="exact" />. First look at what it will do, then do it.
        </>
      }
      confirmLabel={plan.data?.effect === 'proposes' ? 'Propose' : decisionWords[kind].button}
      tone={kind === 'approve' || kind === 'release' ? 'primary' : 'danger'}
      isWide
      asksReason={false}
      isReady={plan.data !== undefined}
      {...(sends && { typedConfirmation: describeMoney(data.amount, 'charge').shown })}
      done={plan.data?.effect === 'proposes' ? 'Proposed. Another operator has to approve.' : decisionWords[kind].done}
      onConfirm={confirm}
      trigger={trigger}
    >
      {tellsDeveloper ? (
        <>
          <SelectField
            label="Reason, for us"
            value={reason}
            onValueChange={(value) => again(() => setReason(value))}
            choices={reasons.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
          />
          <TextField
            label="Message to the developer"
            hint="They read it in the dashboard and in a mail. Say what they can do."
            value={message}
            onChange={(event) => again(() => setMessage(event.target.value))}
          />
        </>
      ) : null}
      {kind === 'hold' ? (
        <TextField
          label="Look at it again"
          type="datetime-local"
          value={reviewAt}
          onChange={(event) => again(() => setReviewAt(event.target.value))}
        />
      ) : null}
      <TextField
        label="Note"
        isOptional
        hint="For the audit log."
        value={note}
        onChange={(event) => again(() => setNote(event.target.value))}
      />
      {isPlanned ? null : (
        <Button variant="primary" disabled={!isFilled} onClick={() => setIsPlanned(true)}>
          Show what it will do
        </Button>
      )}
      {plan.isFetching ? <Spinner /> : null}
      {isPlanned && plan.error ? <Banner tone="critical" title={failureOf(plan.error).message} /> : null}
      {isPlanned && plan.data ? (
        <section aria-label="What it will do" className="space-y-4">
          <p className="font-medium text-ink text-sm">{plan.data.sentence}</p>
          {plan.data.warnings.map((warning) => (
            <Banner key={warning} tone="caution" title="As things are">
              {warning}
            </Banner>
          ))}
          <h3 className="font-medium text-ink text-sm">Ledger</h3>
          <Movements movements={plan.data.movements} />
          <h3 className="font-medium text-ink text-sm">Stripe</h3>
          <StripeCalls calls={plan.data.stripeCalls} />
        </section>
      ) : null}
    </DeedDialog>
  )
}

type Said = { reason: string; message: string; note: string; reviewAt: string }

function decisionOf(kind: DecisionKind, { reason, message, note, reviewAt }: Said) {
  const noted = note.trim() ? { note: note.trim() } : {}
  if (kind === 'hold') return { kind, reason, message, reviewAt: new Date(reviewAt || Date.now()), ...noted }
  if (kind === 'reject') return { kind, reason, message, ...noted }
  return { kind, ...noted }
}
