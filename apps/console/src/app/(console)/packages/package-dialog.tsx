'use client'
// New terms for a package, or a new package, with its start.
import { Button, MoneyField, TextField, useTimeAhead } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../deeds/deed-dialog'
import { useApi } from '../../../trpc/client'
import { soon, toLocalInput } from '../../../words/local-input'

/** Without a name: a package of a new name. */
export function PackageDialog({ name: fixed, onAnnounced }: { name?: string; onAnnounced: () => Promise<unknown> }) {
  const announce = useMutation(useApi().packages.announce.mutationOptions({ onSuccess: onAnnounced }))
  const [name, setName] = useState('')
  const [price, setPrice] = useState('')
  const [credit, setCredit] = useState('')
  const aheadMs = useTimeAhead()
  const [startsAt, setStartsAt] = useState(() => toLocalInput(soon(aheadMs)))
  const priceCents = centsOf(price)
  const isReady = (fixed ?? name) !== '' && priceCents !== undefined && credit !== '' && startsAt !== ''
  return (
    <DeedDialog
      title={fixed ? `New terms for ${fixed}` : 'A new package'}
      effect="What was sold stays as it was sold. Whoever buys after the start gets these terms."
      confirmLabel="Announce"
      tone="primary"
      isReady={isReady}
      done="The new terms are announced."
      onConfirm={(reason) =>
        announce.mutateAsync({ name: fixed ?? name, priceCents: priceCents ?? 0, credit, startsAt: new Date(startsAt), reason })
      }
      trigger={fixed ? <Button size="small">New terms</Button> : <Button variant="primary">New package</Button>}
    >
      {fixed ? null : (
        <TextField
          label="Name"
          hint="Lower case; programs use it too."
          placeholder="family"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <MoneyField
        label="Price"
        hint="What the user pays, in whole cents."
        value={price}
        onChange={(event) => setPrice(event.target.value)}
      />
      <MoneyField
        label="Balance"
        hint="What the user gets. The rest is the fee, shown in dollars."
        value={credit}
        onChange={(event) => setCredit(event.target.value)}
      />
      <TextField
        label="Starts"
        hint="Your local time, at least a minute ahead."
        type="datetime-local"
        value={startsAt}
        onChange={(event) => setStartsAt(event.target.value)}
      />
    </DeedDialog>
  )
}

/** `10` → 1000; undefined where it is no amount in whole cents. */
function centsOf(dollars: string): number | undefined {
  if (!/^\d{1,5}(\.\d{1,2})?$/.test(dollars.trim())) return undefined
  const [whole = '', cents = ''] = dollars.trim().split('.')
  return Number.parseInt(`${whole}${cents.padEnd(2, '0')}`, 10)
}
