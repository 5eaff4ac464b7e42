'use client'
// A price in one of the three forms people write, in dollars; below it the sentence users will read.
import { MoneyField, NumberField, SelectField, TextField } from '@farebox/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { Mode } from '../../../../../place/mode'
import { useApi } from '../../../../../trpc/client'
import { type Failure, failureOf } from '../../../../../trpc/failure'
import { isComplete, type PriceKind, type PriceText, writtenPriceOf } from './price-text'

const kinds = [
  { value: 'batch', label: 'So much for so many', note: '$1.50 for 1,000 pages' },
  { value: 'unit', label: 'Each unit', note: '$0.000004 a character' },
  { value: 'tokens', label: 'Tokens in and out', note: '$2 and $6 for a million' },
]

type PriceFieldsProps = { appId: string; mode: Mode; text: PriceText; onText: (text: PriceText) => void; failure?: Failure | undefined }

export function PriceFields({ appId, mode, text, onText, failure }: PriceFieldsProps) {
  const field = (name: Exclude<keyof PriceText, 'kind'>) => ({
    name,
    value: text[name],
    onChange: (event: { target: { value: string } }) => onText({ ...text, [name]: event.target.value }),
    error: failure?.param === `price.${name}` ? failure.message : undefined,
    autoComplete: 'off',
  })
  return (
    <fieldset className="space-y-5">
      <legend className="sr-only">Price</legend>
      <SelectField label="Priced by" choices={kinds} value={text.kind} onValueChange={(kind) => onText({ ...text, kind: kindOf(kind) })} />
      {text.kind === 'tokens' ? (
        <>
          <NumberField label="For this many tokens" required {...field('count')} />
          <div className="grid gap-5 sm:grid-cols-3">
            <MoneyField label="Input" placeholder="2.00" required {...field('input')} />
            <MoneyField label="Output" placeholder="6.00" required {...field('output')} />
            <MoneyField label="Cached input" isOptional placeholder="0.50" {...field('cachedInput')} />
          </div>
        </>
      ) : (
        <div className={text.kind === 'batch' ? 'grid gap-5 sm:grid-cols-3' : 'grid gap-5 sm:grid-cols-2'}>
          <MoneyField label="Price" placeholder={text.kind === 'batch' ? '1.50' : '0.000004'} required {...field('amount')} />
          {text.kind === 'batch' ? <NumberField label="For this many" required {...field('count')} /> : null}
          <TextField label="Unit" placeholder={text.kind === 'batch' ? 'page' : 'character'} required {...field('unit')} />
        </div>
      )}
      <MoneyField label="And for each call" isOptional hint="A fixed part, beside what is counted." {...field('perCall')} />
      <Explained appId={appId} mode={mode} text={text} />
    </fieldset>
  )
}

function Explained({ appId, mode, text }: { appId: string; mode: Mode; text: PriceText }) {
  const api = useApi()
  const settled = useDeferredValue(text)
  const asked = { ...api.services.explain.queryOptions({ appId, mode, price: writtenPriceOf(settled) }), enabled: isComplete(settled) }
  const { data, error } = useQuery({ ...asked, placeholderData: keepPreviousData, retry: false })
  return (
    <p role="status" className="min-h-6 text-ink-soft text-sm">
      {!isComplete(text) ? null : error ? (
        failureOf(error).message
      ) : data ? (
        <>
          Users read: <strong className="font-medium text-ink">{data.explained}</strong>
        </>
      ) : null}
    </p>
  )
}

const kindOf = (value: string): PriceKind => (value === 'unit' || value === 'tokens' ? value : 'batch')
