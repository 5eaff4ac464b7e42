'use client'
// A new service: how calls name it, what one costs, and what users read about it.
import { Button, Dialog, DialogClose, FormError, TextField, toast } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { PriceFields } from './price-fields'
import { noPrice, writtenPriceOf } from './price-text'

const FORM = 'new-service'

export function CreateServiceDialog({ appId, mode, label = 'Create service' }: { appId: string; mode: Mode; label?: string }) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [price, setPrice] = useState(noPrice)
  const create = useMutation(
    api.services.create.mutationOptions({
      onSuccess: () => {
        toast.success(`${name} can be charged for now.`)
        open(false)
        void cache.invalidateQueries()
      },
    }),
  )
  const open = (next: boolean) => {
    setIsOpen(next)
    if (!next) return
    setName('')
    setDescription('')
    setPrice(noPrice)
    create.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = description.trim()
    create.mutate({ appId, mode, name, price: writtenPriceOf(price), ...(text && { description: text }) })
  }
  const failure = create.error ? failureOf(create.error) : undefined
  return (
    <Dialog
      isWide
      title="Create a service"
      description="In live and sandbox alike. Its price can change later, announced ahead; its name and unit stay."
      open={isOpen}
      onOpenChange={open}
      trigger={
        <Button variant="primary" icon={<Plus aria-hidden />}>
          {label}
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={FORM} variant="primary" isLoading={create.isPending}>
            Create service
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="space-y-5 pb-2" noValidate>
        <TextField
          label="Name"
          name="name"
          placeholder="page-scan"
          hint="How your calls name it, and your users read it: small letters, digits, - and _."
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={failure?.param === 'name' ? failure.message : undefined}
          autoComplete="off"
          spellCheck={false}
          required
        />
        <TextField
          label="Description"
          name="description"
          isOptional
          placeholder="Reads a scanned page"
          hint="Users see it where they allow your app."
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          autoComplete="off"
        />
        <PriceFields appId={appId} mode={mode} text={price} onText={setPrice} failure={failure} />
        {failure && failure.param !== 'name' && !(failure.param ?? '').startsWith('price.') ? (
          <FormError {...failure} whatToDo="No service was created." />
        ) : null}
      </form>
    </Dialog>
  )
}
