'use client'
// What to correct, then the dry run, then the proposal.
import { parseDollars } from '@farebox/money'
import { Banner, Button, Card, MoneyField, SelectField, Spinner, TextField } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { useApi } from '../../../../trpc/client'
import { AdjustmentPlan } from '../adjustment-plan'
import { type AdjustmentFields, emptyFields, type Kind, kinds, requestOf } from './adjustment-request'

export function AdjustmentForm() {
  const api = useApi()
  const router = useRouter()
  const [fields, setFields] = useState<AdjustmentFields>(emptyFields)
  const [isPlanned, setIsPlanned] = useState(false)
  const request = requestOf(fields, parseDollars)
  const plan = useQuery({ ...api.adjustments.preview.queryOptions(isPlanned && request ? request : skipToken), staleTime: 0, gcTime: 0 })
  const propose = useMutation(api.adjustments.propose.mutationOptions({ onSuccess: () => router.push('/adjustments' as Route) }))
  const set = (changes: Partial<AdjustmentFields>) => {
    setFields({ ...fields, ...changes })
    setIsPlanned(false)
  }
  const text = (name: keyof AdjustmentFields) => ({
    value: fields[name],
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  })
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Card className="space-y-4">
        <SelectField
          label="What"
          choices={Object.entries(kinds).map(([value, { label, note }]) => ({ value, label, note }))}
          value={fields.kind}
          onValueChange={(kind) => set({ kind: kind as Kind })}
        />
        <TextField label={kinds[fields.kind].subject} placeholder={kinds[fields.kind].placeholder} {...text('subject')} />
        {fields.kind === 'funding_update' ? (
          <>
            <MoneyField label="It has" hint="Refused when it no longer has this." {...text('oldAmount')} />
            <MoneyField label="It should have" {...text('newAmount')} />
          </>
        ) : null}
        {fields.kind === 'goodwill' || fields.kind === 'write_off' ? <MoneyField label="Amount" {...text('amount')} /> : null}
        <TextField label="Reason" {...text('reason')} />
        <TextField label="Ticket" hint="Where the reason is written down." placeholder="SUP-123" {...text('ticket')} />
        {isPlanned ? null : (
          <Button variant="primary" disabled={!request} onClick={() => setIsPlanned(true)}>
            Show what it will do
          </Button>
        )}
      </Card>
      <Card className="space-y-4">
        <h2 className="font-semibold text-ink">What it will do</h2>
        {isPlanned ? null : (
          <p className="text-ink-soft text-sm">Fill in the form: the exact movement shows here before anything is proposed.</p>
        )}
        {plan.isFetching ? <Spinner /> : null}
        {isPlanned && plan.error ? <Banner tone="critical" title={failureOf(plan.error).message} /> : null}
        {isPlanned && plan.data && request ? (
          <>
            <p className="font-medium text-ink text-sm">{plan.data.sentence}</p>
            <AdjustmentPlan plan={plan.data} />
            <DeedDialog
              title="Propose this adjustment?"
              effect={`${plan.data.sentence} Nothing moves until another operator approves.`}
              confirmLabel="Propose"
              tone="primary"
              asksReason={false}
              done="Proposed. Another operator has to approve."
              onConfirm={() => propose.mutateAsync(request)}
              trigger={<Button variant="primary">Propose</Button>}
            />
          </>
        ) : null}
      </Card>
    </div>
  )
}
