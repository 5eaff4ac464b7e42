'use client'
// Another price for a service: announced, and in force a minute later or on a day of the developer's choice.
import { Button, Dialog, DialogClose, FormError, TextField, toast } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { failureOf } from '../../../../../trpc/failure'
import { PriceFields } from './price-fields'
import { noPrice, writtenPriceOf } from './price-text'

type AnnouncePriceDialogProps = { appId: string; mode: Mode; name: string; price: string }

export function AnnouncePriceDialog({ appId, mode, name, price: current }: AnnouncePriceDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [price, setPrice] = useState(noPrice)
  const [startsOn, setStartsOn] = useState('')
  const announce = useMutation(
    api.services.announcePrice.mutationOptions({
      onSuccess: () => {
        toast.success(`The new price of ${name} is announced.`)
        setIsOpen(false)
        void cache.invalidateQueries()
      },
    }),
  )
  const open = (next: boolean) => {
    setIsOpen(next)
    if (!next) return
    setPrice(noPrice)
    setStartsOn('')
    announce.reset()
  }
  const form = `price-of-${name}`
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const startsAt = startsOn ? { startsAt: new Date(`${startsOn}T00:00:00Z`) } : {}
    announce.mutate({ appId, mode, name, price: writtenPriceOf(price), ...startsAt })
  }
  const failure = announce.error ? failureOf(announce.error) : undefined
  return (
    <Dialog
      isWide
      title={`A new price for ${name}`}
      description={`Now: ${current} What is under way when the new price begins keeps the old one.`}
      open={isOpen}
      onOpenChange={open}
      trigger={
        <Button size="small" aria-label={`Change price of ${name}`}>
          Change price
        </Button>
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="primary" isLoading={announce.isPending}>
            Announce price
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="space-y-5 pb-2" noValidate>
        <PriceFields appId={appId} mode={mode} text={price} onText={setPrice} failure={failure} />
        <TextField
          label="From"
          isOptional
          type="date"
          value={startsOn}
          onChange={(event) => setStartsOn(event.target.value)}
          hint="The start of a day, UTC. Left empty: a minute from now."
          error={failure?.param === 'starts_at' ? failure.message : undefined}
        />
        {failure && failure.param !== 'starts_at' && !(failure.param ?? '').startsWith('price.') ? (
          <FormError {...failure} whatToDo="The price stays as it was." />
        ) : null}
      </form>
    </Dialog>
  )
}
