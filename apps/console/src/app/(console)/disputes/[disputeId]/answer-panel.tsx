'use client'
// The answer: what the bank was told, what it can still be told, and giving back what was stopped.
import { type OperatorRole, roleMay } from '@farebox/auth/operator-permissions'
import { Banner, Button, Card, Section, StatusBadge, TimeStamp } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { RefundDialog } from '../../../../refunds/refund-dialog'
import { useApi } from '../../../../trpc/client'
import type { DisputeCase } from '../dispute-words'
import { EvidenceDialog } from './evidence-dialog'

export function AnswerPanel({ data, role }: { data: DisputeCase; role: OperatorRole }) {
  const { allowed, answers, order, kind, phase } = data
  const mayAnswer = roleMay(role, 'disputes.answer')
  const isOpenWarning = kind === 'fraud_warning' && phase === 'open'
  return (
    <Section title="Answer">
      <Card className="space-y-5">
        <Answers answers={answers} />
        {mayAnswer ? null : <p className="text-ink-soft text-sm">Your role does not answer banks.</p>}
        {mayAnswer && allowed.length === 0 ? <p className="text-ink-soft text-sm">There is nothing to answer in this state.</p> : null}
        {mayAnswer ? (
          <div className="flex flex-col gap-3">
            {allowed.includes('submit') ? <EvidenceDialog disputeId={data.id} /> : null}
            {allowed.includes('accept') ? <Accept data={data} /> : null}
            {isOpenWarning && roleMay(role, 'refunds.make') ? (
              <RefundDialog
                orderId={order.id}
                description={order.description}
                price={order.paid}
                because="fraudulent"
                trigger={
                  <Button isWide variant="primary">
                    Refund the payment
                  </Button>
                }
              />
            ) : null}
            {allowed.includes('release') ? <Release data={data} /> : null}
            {allowed.includes('releaseEarnings') ? <ReleaseEarnings data={data} /> : null}
          </div>
        ) : null}
      </Card>
    </Section>
  )
}

function Answers({ answers }: Pick<DisputeCase, 'answers'>) {
  if (answers.length === 0) return <p className="text-ink-soft text-sm">Nothing was answered so far.</p>
  return (
    <ol className="space-y-3">
      {answers.map(({ kind, status, note, askedAt, failure }) => (
        <li key={askedAt.toISOString()} className="space-y-1 text-sm">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-medium text-ink">{kind === 'accept' ? 'Given up' : 'Evidence'}</span>
            {status === 'done' ? <StatusBadge status="settled">With the bank</StatusBadge> : null}
            {status === 'asked' ? <StatusBadge status="processing">On its way to Stripe</StatusBadge> : null}
            {status === 'refused' ? <StatusBadge status="refused">Stripe refused it</StatusBadge> : null}
          </span>
          <span className="block text-ink-soft">{note}</span>
          <span className="block text-ink-faint text-xs">
            <TimeStamp at={askedAt} />
          </span>
          {failure ? (
            <Banner tone="critical" title="Stripe’s words">
              {failure}
            </Banner>
          ) : null}
        </li>
      ))}
    </ol>
  )
}

function useDisputeDeeds(disputeId: string) {
  const api = useApi()
  const cache = useQueryClient()
  const onSuccess = () => cache.invalidateQueries(api.disputes.pathFilter())
  const accept = useMutation(api.disputes.accept.mutationOptions({ onSuccess }))
  const release = useMutation(api.disputes.release.mutationOptions({ onSuccess }))
  const releaseEarnings = useMutation(api.disputes.releaseEarnings.mutationOptions({ onSuccess }))
  return {
    accept: (note: string) => accept.mutateAsync({ disputeId, note }),
    release: (note: string) => release.mutateAsync({ disputeId, note }),
    releaseEarnings: (note: string) => releaseEarnings.mutateAsync({ disputeId, note }),
  }
}

function Accept({ data: { id } }: { data: DisputeCase }) {
  return (
    <DeedDialog
      title="Give this dispute up?"
      effect="The bank keeps the money. What is frozen pays for it first, then the markup, then our fee; the rest is our loss. It cannot be taken back."
      confirmLabel="Give up"
      typedConfirmation="give up"
      done="Stripe is told that we give it up."
      onConfirm={useDisputeDeeds(id).accept}
      trigger={<Button isWide>Give it up</Button>}
    />
  )
}

function Release({ data: { id } }: { data: DisputeCase }) {
  return (
    <DeedDialog
      title="Let this warning go?"
      effect="What it froze can be spent again at once, and the markup is the developer’s again. A dispute may still come."
      confirmLabel="Let go"
      tone="primary"
      done="The money is free again."
      onConfirm={useDisputeDeeds(id).release}
      trigger={<Button isWide>Let it go</Button>}
    />
  )
}

function ReleaseEarnings({ data: { id, earningsReviewAt } }: { data: DisputeCase }) {
  return (
    <DeedDialog
      title="Release the earnings of the payer’s other purchases?"
      effect={
        <>
          They were held because the card looked stolen
          {earningsReviewAt ? (
            <>
              , to be looked at again <TimeStamp at={earningsReviewAt} />
            </>
          ) : null}
          . The markup of the disputed payment itself stays held.
        </>
      }
      confirmLabel="Release"
      tone="primary"
      done="The earnings are the developers’ again."
      onConfirm={useDisputeDeeds(id).releaseEarnings}
      trigger={<Button isWide>Release the other earnings</Button>}
    />
  )
}
