'use client'
// Announcing a new price: as the list says today, or typed in, with its start.
import { type Microcents, parseDollars, toDollars } from '@farebox/money'
import { Button, MoneyField, SelectField, TextField, useTimeAhead } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { DeedDialog } from '../../../../deeds/deed-dialog'
import { useApi } from '../../../../trpc/client'
import { soon, toLocalInput } from '../../../../words/local-input'
import type { PricedModel } from '../price-table'
import { PriceDiff } from './price-diff'
import { lineInWords, lineKey } from './price-lines'

type AnnounceDialogProps = { row: PricedModel; onAnnounced: () => Promise<unknown> }

export function AnnounceDialog({ row: { model, inForce, listed, changes }, onAnnounced }: AnnounceDialogProps) {
  const announce = useMutation(useApi().prices.announce.mutationOptions({ onSuccess: onAnnounced }))
  const aheadMs = useTimeAhead()
  const [startsAt, setStartsAt] = useState(() => toLocalInput(soon(aheadMs)))
  const [from, setFrom] = useState(changes.length > 0 ? 'listed' : 'typed')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const base = inForce?.lines ?? listed?.lines ?? []
  const lines = base.map((line) => {
    const dollars = typed[lineKey(line)]
    const price = dollars === undefined ? line.priceMicrocentsPerMillion : readPrice(dollars)
    return { ...line, meter: line.meter as never, priceMicrocentsPerMillion: price ?? 0n }
  })
  const isReady = startsAt !== '' && (from === 'listed' ? listed !== undefined : lines.every((line) => line.priceMicrocentsPerMillion > 0n))
  return (
    <DeedDialog
      title={`A new price for ${model}`}
      effect="The price in force ends where the new one starts, and no call is priced by both. Users of every app pay it from then on, plus the app’s markup."
      confirmLabel="Announce"
      tone="primary"
      isWide
      isReady={isReady}
      done={`A new price of ${model} is announced.`}
      onConfirm={(reason) =>
        announce.mutateAsync({ model, startsAt: new Date(startsAt), reason, prices: from === 'listed' ? 'listed' : lines })
      }
      trigger={<Button variant="primary">Announce a price</Button>}
    >
      <SelectField
        label="Which price"
        value={from}
        onValueChange={setFrom}
        choices={[
          ...(listed ? [{ value: 'listed', label: 'As the price list says', note: listed.source }] : []),
          { value: 'typed', label: 'Typed in', note: 'Dollars for a million tokens' },
        ]}
      />
      {from === 'listed' ? (
        changes.length > 0 ? (
          <PriceDiff changes={changes} />
        ) : (
          <p className="text-ink-soft text-sm">The list says what is in force already.</p>
        )
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          {base.map((line) => (
            <MoneyField
              key={lineKey(line)}
              label={lineInWords(line)}
              hint={`Not below what it costs us: $${toDollars(line.costMicrocentsPerMillion as Microcents)}`}
              value={typed[lineKey(line)] ?? toDollars(line.priceMicrocentsPerMillion as Microcents)}
              onChange={(event) => setTyped({ ...typed, [lineKey(line)]: event.target.value })}
            />
          ))}
        </div>
      )}
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

function readPrice(dollars: string): bigint | undefined {
  try {
    return parseDollars(dollars)
  } catch {
    return undefined
  }
}
