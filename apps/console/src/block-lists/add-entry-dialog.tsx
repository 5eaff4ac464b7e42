'use client'
// Putting somebody on a list: what, on which one, and until when.
import { SelectField, TextField } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { DeedDialog } from '../deeds/deed-dialog'
import { useApi } from '../trpc/client'
import { type EntryKind, type EntryList, effectOf, kindWords } from './entry-words'

const DAY_MS = 24 * 60 * 60_000
const terms = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'Until it is taken off' },
]

type AddEntryDialogProps = {
  title: string
  trigger: ReactElement<Record<string, unknown>>
  /** What the fields say at first. */
  begin?: { list: EntryList; kind: EntryKind; value: string }
}

const blank = { list: 'block', kind: 'address_range', value: '' } as const

export function AddEntryDialog({ title, trigger, begin = blank }: AddEntryDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [list, setList] = useState<EntryList>(begin.list)
  const [kind, setKind] = useState<EntryKind>(begin.kind)
  const [value, setValue] = useState(begin.value)
  const [days, setDays] = useState('30')
  const lookAgain = () => Promise.all([cache.invalidateQueries(api.risk.pathFilter()), cache.invalidateQueries(api.records.pathFilter())])
  const add = useMutation(api.risk.lists.add.mutationOptions({ onSuccess: lookAgain }))
  const confirm = (reason: string) => {
    const expiresAt = days === '' ? undefined : new Date(Date.now() + Number.parseInt(days, 10) * DAY_MS)
    return add.mutateAsync({ list, kind, value: value.trim(), reason, ...(expiresAt && { expiresAt }) })
  }
  return (
    <DeedDialog
      title={title}
      effect={effectOf(list, kind)}
      confirmLabel={list === 'block' ? 'Block' : 'Allow'}
      tone={list === 'block' ? 'danger' : 'primary'}
      isReady={value.trim() !== ''}
      done={`${value.trim()} is on the list.`}
      onConfirm={confirm}
      trigger={trigger}
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
