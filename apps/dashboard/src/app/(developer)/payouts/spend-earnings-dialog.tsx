'use client'
// Spending earnings instead of waiting for a payout: on grants for users, or on the organization's own calls. Reviewed before it is done.
import { parseDollars } from '@farebox/money'
import { Button, Dialog, DialogClose, FormError, KeyValueList, Money, MoneyField, SelectField, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'

type SpendEarningsDialogProps = { organizationId: string; organizationName: string; apps: { id: string; name: string }[] }

const FORM = 'spend-earnings'
const BALANCE = 'balance'

export function SpendEarningsDialog({ organizationId, organizationName, apps }: SpendEarningsDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: calendar } = useSuspenseQuery(api.payouts.calendar.queryOptions({ organizationId }))
  const [step, setStep] = useState<'closed' | 'fields' | 'review'>('closed')
  const [requestKey, setRequestKey] = useState('')
  const [target, setTarget] = useState(BALANCE)
  const [amount, setAmount] = useState('')
  const targets = [
    { value: BALANCE, label: `${organizationName}’s balance`, note: 'Pays calls made with keys that bill you' },
    ...apps.map(({ id, name }) => ({ value: id, label: `Grant pool of ${name}`, note: 'What you give to its users' })),
  ]
  const targetName = targets.find(({ value }) => value === target)?.label ?? ''
  const spend = useMutation(
    api.payouts.spend.mutationOptions({
      onSuccess: () => {
        toast.success(`It is in ${targetName} now.`)
        setStep('closed')
        void cache.invalidateQueries()
      },
    }),
  )
  const open = (isOpen: boolean) => {
    setStep(isOpen ? 'fields' : 'closed')
    if (!isOpen) return
    setAmount('')
    setRequestKey(crypto.randomUUID())
    spend.reset()
  }
  const wanted = amountOf(amount)
  const problem = problemWith(amount, wanted, calendar.available)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problem === undefined && wanted !== undefined) setStep('review')
  }
  const confirm = () => spend.mutate({ organizationId, to: target === BALANCE ? BALANCE : { appId: target }, amount, requestKey })
  const isReview = step === 'review'
  return (
    <Dialog
      title={isReview ? 'Spend these earnings?' : 'Spend earnings'}
      description={
        <>
          Available: <Money amount={calendar.available} as="balance" />. It moves at once, without a fee, and cannot be moved back.
        </>
      }
      open={step !== 'closed'}
      onOpenChange={open}
      trigger={<Button disabled={calendar.available <= 0n}>Spend earnings</Button>}
      footer={
        <>
          {isReview ? (
            <Button onClick={() => setStep('fields')}>Back</Button>
          ) : (
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
          )}
          {isReview ? (
            <Button variant="primary" isLoading={spend.isPending} onClick={confirm}>
              Move ${amount}
            </Button>
          ) : (
            <Button type="submit" form={FORM} variant="primary" disabled={wanted === undefined || problem !== undefined}>
              Review
            </Button>
          )}
        </>
      }
    >
      {isReview && wanted !== undefined ? (
        <KeyValueList
          items={[
            { label: 'From', value: 'Available earnings' },
            { label: 'To', value: targetName },
            { label: 'Amount', value: <Money amount={wanted} as="exact" className="font-semibold" /> },
            { label: 'Available afterwards', value: <Money amount={calendar.available - wanted} as="exact" /> },
          ]}
        />
      ) : (
        <form id={FORM} onSubmit={submit} className="space-y-5 pb-2" noValidate>
          <SelectField label="What for" choices={targets} value={target} onValueChange={setTarget} />
          <MoneyField label="Amount" name="amount" value={amount} onChange={(event) => setAmount(event.target.value)} error={problem} />
        </form>
      )}
      {spend.error ? <FormError {...failureOf(spend.error)} whatToDo="Nothing was moved." /> : null}
    </Dialog>
  )
}

function amountOf(text: string): bigint | undefined {
  try {
    const amount = parseDollars(text.trim())
    return amount > 0n ? amount : undefined
  } catch {
    return undefined
  }
}

function problemWith(text: string, wanted: bigint | undefined, available: bigint): string | undefined {
  if (text.trim() === '') return undefined
  if (wanted === undefined) return 'Write an amount in dollars, such as 5.00.'
  return wanted > available ? 'This is more than is available.' : undefined
}
