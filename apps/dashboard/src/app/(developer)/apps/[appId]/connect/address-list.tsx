'use client'
// Addresses of an app, one below the other: adding and removing takes effect at once.
import { Badge, Button, FormError, IconButton, TextField } from '@farebox/ui'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type Failure, failureOf } from '../../../../../trpc/failure'

type AddressListProps = {
  addresses: readonly string[]
  /** Resolves when the whole list is saved. */
  onSave: (addresses: string[]) => Promise<unknown>
  label: string
  placeholder: string
  hint: string
  /** What the list means while it is empty. */
  whenEmpty: string
  /** A word about the first, and how to make another one the first. */
  first?: { word: string; promote: string }
}

export function AddressList({ addresses, onSave, label, placeholder, hint, whenEmpty, first }: AddressListProps) {
  const [typed, setTyped] = useState('')
  const [isSaving, setIsSaving] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const save = async (next: string[]) => {
    setIsSaving(true)
    setFailure(undefined)
    const failed = await onSave(next).then(
      () => undefined,
      (thrown: unknown) => failureOf(thrown),
    )
    setFailure(failed)
    setIsSaving(false)
    return failed === undefined
  }
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() !== '' && (await save([...addresses, typed.trim()]))) setTyped('')
  }
  const isAboutField = failure?.param !== undefined
  return (
    <div className="space-y-4">
      {addresses.length === 0 ? (
        <p className="text-ink-soft text-sm">{whenEmpty}</p>
      ) : (
        <ul className="divide-y divide-line rounded-control border border-line">
          {addresses.map((address, index) => (
            <li key={address} className={`flex items-center justify-end gap-x-2 py-1 ps-3 pe-1 ${first ? 'flex-wrap' : ''}`}>
              <code className="min-w-0 grow break-all py-1.5 font-mono text-[0.8125rem] text-ink">{address}</code>
              <span className="flex items-center gap-x-2">
                {first && index === 0 ? <Badge>{first.word}</Badge> : null}
                {first && index > 0 ? (
                  <Button
                    size="small"
                    variant="quiet"
                    disabled={isSaving}
                    aria-label={`${first.promote}: ${address}`}
                    onClick={() => save([address, ...addresses.filter((each) => each !== address)])}
                  >
                    {first.promote}
                  </Button>
                ) : null}
                <IconButton
                  label={`Remove ${address}`}
                  icon={<X aria-hidden className="size-4" />}
                  disabled={isSaving}
                  onClick={() => save(addresses.filter((each) => each !== address))}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} className="flex flex-col gap-3 sm:flex-row sm:items-start" noValidate>
        <div className="grow">
          <TextField
            label={label}
            placeholder={placeholder}
            hint={hint}
            value={typed}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
            error={isAboutField ? failure?.message : undefined}
          />
        </div>
        <Button type="submit" isLoading={isSaving} className="sm:mt-6.5">
          Add
        </Button>
      </form>
      {failure && !isAboutField ? <FormError {...failure} whatToDo="Nothing was changed." /> : null}
    </div>
  )
}
