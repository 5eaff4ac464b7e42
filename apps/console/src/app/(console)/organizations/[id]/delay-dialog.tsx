'use client'
// How long new earnings of an organization wait before they are available.
import { Button, TextField } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { useApi } from '../../../../trpc/client'

export function DelayDialog({ organizationId, days }: { organizationId: string; days: number }) {
  const api = useApi()
  const cache = useQueryClient()
  const set = useMutation(api.risk.setDelay.mutationOptions({ onSuccess: () => cache.invalidateQueries(api.records.pathFilter()) }))
  const [typed, setTyped] = useState(String(days))
  return (
    <DeedDialog
      title="How long do its earnings wait?"
      effect="Longer for who is new or risky. Earnings that are available already stay so."
      confirmLabel="Set"
      tone="primary"
      isReady={/^\d{1,3}$/.test(typed)}
      done="The delay is set."
      onConfirm={(reason) => set.mutateAsync({ organizationId, days: Number.parseInt(typed, 10), reason })}
      trigger={<Button>Change the delay</Button>}
    >
      <TextField label="Days" hint="0 to 365." inputMode="numeric" value={typed} onChange={(event) => setTyped(event.target.value)} />
    </DeedDialog>
  )
}
