'use client'
// Adding money by card: an amount, the one price it costs, and off to pay.
import { Button, Checkbox, Dialog, DialogClose, FormError, KeyValueList, Money, MoneyField } from '@farebox/ui'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useApi } from '../trpc/client'
import { type Failure, failureOf } from '../trpc/failure'
import { isMoney } from './is-money'

type AddMoneyDialogProps = {
  label: string
  title: string
  organizationId: string
  /** Writes the order and answers the page where it is paid. */
  start: (amount: string, keepsCard: boolean) => Promise<{ checkoutUrl: string }>
  /** Offers to keep the card for automatic top-ups. */
  canKeepCard?: boolean
}

const FORM = 'add-money'

export function AddMoneyDialog({ label, title, organizationId, start, canKeepCard = false }: AddMoneyDialogProps) {
  const api = useApi()
  const [amount, setAmount] = useState('20.00')
  const [keepsCard, setKeepsCard] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const [isLeaving, setIsLeaving] = useState(false)
  const asked = isMoney(amount) ? { organizationId, amount } : skipToken
  const price = useQuery({ ...api.organizations.price.queryOptions(asked), placeholderData: keepPreviousData })
  // Kept as what was agreed to, so they come from where they are kept.
  const wordsToKeepCard = useQuery(api.autoTopup.consentWords.queryOptions(canKeepCard ? { organizationId } : skipToken))
  const wrong = price.error ? failureOf(price.error).message : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsLeaving(true)
    setFailure(undefined)
    try {
      const { checkoutUrl } = await start(amount, keepsCard)
      window.location.assign(checkoutUrl)
    } catch (thrown) {
      setFailure(failureOf(thrown))
      setIsLeaving(false)
    }
  }
  return (
    <Dialog
      title={title}
      description="You choose the credit, $5.00 to $500.00, and see one price for it."
      trigger={<Button variant="primary">{label}</Button>}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={FORM}
            variant="primary"
            isLoading={isLeaving}
            disabled={!price.data || !isMoney(amount) || wrong !== undefined}
          >
            Continue to payment
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="space-y-4 pb-2" noValidate>
        <MoneyField
          label="Credit"
          name="amount"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          error={isMoney(amount) ? wrong : 'Write an amount in dollars, such as 20.00.'}
        />
        {price.data && !wrong && isMoney(amount) ? (
          <KeyValueList
            items={[
              { label: 'Credited', value: <Money amount={price.data.credit} as="balance" /> },
              { label: 'Card costs', value: <Money amount={price.data.fee} as="balance" /> },
              { label: 'You pay', value: <Money amount={price.data.price} as="balance" className="font-semibold" /> },
            ]}
          />
        ) : null}
        {wordsToKeepCard.data ? (
          <Checkbox label={wordsToKeepCard.data} checked={keepsCard} onChange={(event) => setKeepsCard(event.target.checked)} />
        ) : null}
        {failure ? <FormError {...failure} charged={false} /> : null}
      </form>
    </Dialog>
  )
}
