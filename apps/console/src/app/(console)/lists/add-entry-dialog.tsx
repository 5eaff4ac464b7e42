'use client'
// Putting somebody on a list: what, on which one, and until when.
import { Button, SelectField, TextField } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { useApi } from '../../../trpc/client'
import { type EntryKind, kindWords } from './entry-words'

const DAY_MS = 24 * 60 * 60_000
const terms = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is taken off' },
]

export function AddEntryDialog() {
  const api = useApi()
  const cache = useQueryClient()
  const [list, setList] = useState<'block' | 'allow'>('block')
  const [kind, setKind] = useState<EntryKind>('address_range')
  const [value, setValue] = useState('')
  const [days, setDays] = useState('30')
  const add = useMutation(api.risk.lists.add.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.risk.pathFilter()) }))
  const confirm = (reason: string) => {
    const expiresAt = days === '' ? undefined : new Date(Date.now() + Number.parseInt(days, 10) * DAY_MS)
    return add.mutateAsync({ list, kind, value: value.trim(), reason, ...(expiresAt && { expiresAt }) })
  }
  return (
    <DeedDialog
      title="Add to a list"
      effect="It counts from the next sign-up, checkout or payment on. Money that is in a wallet already stays where it is."
      confirmLabel={list === 'block' ? 'Block' : 'Allow'}
      tone={list === 'block' ? 'danger' : 'primary'}
      isReady={value.trim() !== ''}
      done={`${value.trim()} is on the list.`}
      onConfirm={confirm}
      trigger={<Button variant="primary">Add an entry</Button>}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="List"
          value={list}
          onValueChange={(next) => setList(next as typeof list)}
          choices={[
            { value: 'block', label: 'Block' },
            { value: 'allow', label: 'Allow' },
          ]}
        />
        <SelectField
          label="About"
          value={kind}
          onValueChange={(next) => setKind(next as EntryKind)}
          choices={Object.entries(kindWords).map(([of, { name }]) => ({ value: of, label: name }))}
        />
      </div>
      <TextField
        label={kindWords[kind].name}
        hint={`Such as ${kindWords[kind].example}.`}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <SelectField label="For" value={days} onValueChange={setDays} choices={terms} />
    </DeedDialog>
  )
}
