'use client'
// Giving a user balance. Pressing twice gives once: each opened form has a name of its own.
import { Button, Dialog, DialogClose, FormError, Money, MoneyField, TextField, toast } from '@farebox/ui'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Gift } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'

const FORM = 'give-grant'
const empty = { externalUserId: '', amount: '', description: '', endsOn: '' }
const fieldOf: Record<string, keyof typeof empty> = {
  external_user_id: 'externalUserId',
  amount: 'amount',
  description: 'description',
  expires_at: 'endsOn',
}

export function GiveGrantDialog({ appId, mode }: { appId: string; mode: Mode }) {
  const api = useApi()
  const cache = useQueryClient()
  const { data: pool } = useSuspenseQuery(api.grants.pool.queryOptions({ appId, mode }))
  const [isOpen, setIsOpen] = useState(false)
  const [requestKey, setRequestKey] = useState('')
  const [fields, setFields] = useState(empty)
  const give = useMutation(
    api.grants.give.mutationOptions({
      onSuccess: ({ externalUserId }) => {
        toast.success(`${externalUserId} can spend it now.`)
        setIsOpen(false)
        void cache.invalidateQueries()
      },
    }),
  )
  const open = (next: boolean) => {
    setIsOpen(next)
    if (!next) return
    setFields(empty)
    setRequestKey(crypto.randomUUID())
    give.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { externalUserId, amount, description, endsOn } = fields
    // A grant ends with the end of its last day, UTC.
    const expiresAt = endsOn ? { expiresAt: new Date(`${endsOn}T23:59:59.999Z`) } : {}
    give.mutate({ appId, mode, externalUserId, amount, ...(description && { description }), ...expiresAt, requestKey })
  }
  const failure = give.error ? failureOf(give.error) : undefined
  const failedField = failure ? (fieldOf[failure.param ?? ''] ?? (failure.param as keyof typeof empty)) : undefined
  const field = (name: keyof typeof empty) => ({
    name,
    value: fields[name],
    onChange: (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value }),
    error: failedField === name ? failure?.message : undefined,
    autoComplete: 'off',
  })
  return (
    <Dialog
      title="Give a grant"
      description={
        <>
          From the pool, which holds <Money amount={pool.balance} as="balance" />. It leaves the pool now.
        </>
      }
      open={isOpen}
      onOpenChange={open}
      trigger={
        <Button variant="primary" icon={<Gift aria-hidden />}>
          Give a grant
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={FORM} variant="primary" isLoading={give.isPending}>
            Give grant
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="space-y-5 pb-2" noValidate>
        <TextField
          label="User"
          placeholder="user_123"
          hint="Your own id for them. They need no account."
          required
          {...field('externalUserId')}
        />
        <MoneyField label="Amount" placeholder="0.50" required {...field('amount')} />
        <TextField label="Description" isOptional placeholder="Welcome" hint="The user sees it." {...field('description')} />
        <TextField label="Ends on" isOptional type="date" hint="What is not spent by then returns to the pool." {...field('endsOn')} />
        {failure && !(failedField && failedField in empty) ? <FormError {...failure} whatToDo="Nothing was given." /> : null}
      </form>
    </Dialog>
  )
}
