'use client'
// The terms, then the sentence they come to: agreed to with a box to tick, and kept word for word.
import { formatBalance } from '@farebox/money'
import { Button, Card, cardName, dollarsField, FormError, MoneyField, SelectField } from '@farebox/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AutoTopupState, PackageTerms, SavedCard } from '../../../trpc/answers'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'
import { Agreement, type AskedTerms, type AutoTopupOffer } from './agreement'

const USUAL = 'basic'

type AutoTopupFormProps = { cards: SavedCard[]; packages: PackageTerms[]; terms: AutoTopupState['terms']; isOn: boolean }

export function AutoTopupForm({ cards, packages, terms, isOn }: AutoTopupFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const [asked, setAsked] = useState<{ terms: AskedTerms; offer: AutoTopupOffer }>()
  const [failure, setFailure] = useState<unknown>()
  const [isReading, setIsReading] = useState(false)
  const before = packages.find(({ name }) => name === terms?.packageName) ?? packages.find(({ name }) => name === USUAL) ?? packages[0]
  const card = cards.find(({ id }) => id === terms?.card.id) ?? cards[0]

  const read = async (chosen: AskedTerms) => {
    setIsReading(true)
    setFailure(undefined)
    try {
      setAsked({ terms: chosen, offer: await queries.fetchQuery({ ...api.autoTopup.preview.queryOptions(chosen), staleTime: 0 }) })
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setIsReading(false)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    void read({ packageName: text('packageName'), threshold: text('threshold'), monthMax: text('monthMax'), cardId: text('cardId') })
  }
  if (asked) return <Agreement {...asked} onBack={() => setAsked(undefined)} onChanged={() => void read(asked.terms)} />
  return (
    <Card>
      <form onSubmit={submit} className="space-y-5" noValidate>
        <div className="grid gap-5 sm:grid-cols-2">
          <MoneyField label="When the balance falls below" name="threshold" defaultValue={terms ? dollarsField(terms.threshold) : '5.00'} />
          <SelectField
            label="Buy"
            name="packageName"
            defaultValue={before?.name}
            choices={packages.map(({ name, priceCents, creditMicrocents }) => ({
              value: name,
              label: `$${priceCents / 100}`,
              note: `${formatBalance(creditMicrocents)} credit`,
            }))}
          />
          <MoneyField
            label="At most in a month"
            name="monthMax"
            hint="Charged by itself, in a month of UTC."
            defaultValue={terms ? dollarsField(terms.monthMax) : '40.00'}
          />
          <SelectField
            label="With"
            name="cardId"
            defaultValue={card?.id}
            choices={cards.map((each) => ({ value: each.id, label: cardName(each) }))}
          />
        </div>
        {failure ? <FormError {...failureOf(failure)} charged={false} /> : null}
        <Button type="submit" variant={isOn ? 'secondary' : 'primary'} isLoading={isReading}>
          Read what you agree to
        </Button>
      </form>
    </Card>
  )
}
