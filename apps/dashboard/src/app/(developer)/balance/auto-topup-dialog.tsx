'use client'
// Agreeing to an automatic top-up: the terms, the sentence they make, and a box to tick. That sentence is what is kept.
import type { Microcents } from '@farebox/money'
import {
  Banner,
  Button,
  Checkbox,
  cardName,
  Dialog,
  DialogClose,
  dollarsField,
  FormError,
  Money,
  MoneyField,
  SelectField,
  toast,
} from '@farebox/ui'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { isMoney } from '../../../money/is-money'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'

type Choice = { id: string; brand: string; lastFour: string; isExpired: boolean }
type Terms = { price: Microcents; credit: Microcents; threshold: Microcents; monthMax: Microcents; card: { id: string } }
type AutoTopupDialogProps = {
  organizationId: string
  cards: readonly Choice[]
  /** What was agreed to before: where a change begins. */
  agreed: Terms | null
  isOn: boolean
}

const FORM = 'auto-topup'

export function AutoTopupDialog({ organizationId, cards, agreed, isOn }: AutoTopupDialogProps) {
  const api = useApi()
  const cache = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [amount, setAmount] = useState(agreed ? dollarsField(agreed.credit) : '50.00')
  const [threshold, setThreshold] = useState(agreed ? dollarsField(agreed.threshold) : '10.00')
  const [monthMax, setMonthMax] = useState(agreed ? dollarsField(agreed.monthMax) : '200.00')
  const usable = cards.filter(({ isExpired }) => !isExpired)
  const [cardId, setCardId] = useState((usable.find(({ id }) => id === agreed?.card.id) ?? usable[0])?.id ?? '')
  const [isAgreed, setIsAgreed] = useState(false)
  const terms = { organizationId, amount, threshold, monthMax, cardId }
  const isFilled = cardId !== '' && [amount, threshold, monthMax].every(isMoney)
  const offer = useQuery({
    ...api.autoTopup.preview.queryOptions(isOpen && isFilled ? terms : skipToken),
    placeholderData: keepPreviousData,
    retry: false,
  })
  const turnOn = useMutation(
    api.autoTopup.turnOn.mutationOptions({
      onSuccess: () => {
        toast.success('Automatic top-up is on.')
        setIsOpen(false)
        void cache.invalidateQueries(api.autoTopup.pathFilter())
      },
    }),
  )
  /** Other terms are other words: they have to be agreed to anew. */
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setIsAgreed(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (offer.data && isAgreed) turnOn.mutate({ ...terms, agreed: offer.data.sentence })
  }
  const problem = offer.error ?? turnOn.error
  return (
    <Dialog
      title="Automatic top-up"
      description="When the balance falls below a threshold, the card is charged once for the amount you choose."
      open={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next)
        setIsAgreed(false)
      }}
      trigger={<Button variant={isOn ? 'secondary' : 'primary'}>{isOn ? 'Change' : 'Set up automatic top-up'}</Button>}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={FORM}
            variant="primary"
            isLoading={turnOn.isPending}
            disabled={!isAgreed || !offer.data || offer.isError}
          >
            {isOn ? 'Agree to the change' : 'Switch on'}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="space-y-4 pb-2" noValidate>
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyField label="Below" value={threshold} onChange={(event) => change(setThreshold)(event.target.value)} />
          <MoneyField label="Add" value={amount} onChange={(event) => change(setAmount)(event.target.value)} />
          <MoneyField label="At most a month" value={monthMax} onChange={(event) => change(setMonthMax)(event.target.value)} />
          <SelectField
            label="Card"
            value={cardId}
            onValueChange={change(setCardId)}
            choices={cards.map(({ id, brand, lastFour, isExpired }) => ({
              value: id,
              label: `${cardName({ brand, lastFour })}${isExpired ? ' (expired)' : ''}`,
            }))}
          />
        </div>
        {offer.data && !offer.error ? (
          <>
            {offer.data.chargesNow ? (
              <Banner tone="caution" title="The balance is below that already">
                The card is charged <Money amount={offer.data.price} as="charge" /> right after you switch it on.
              </Banner>
            ) : null}
            <Checkbox label={offer.data.sentence} checked={isAgreed} onChange={(event) => setIsAgreed(event.target.checked)} />
          </>
        ) : null}
        {problem ? <FormError {...failureOf(problem)} charged={false} /> : null}
      </form>
    </Dialog>
  )
}
