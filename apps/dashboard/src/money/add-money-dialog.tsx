'use client'
// Adding money by card: an amount, the one price it costs, and off to pay.
import { parseDollars } from '@farebox/money'
import { Button, Dialog, DialogClose, FormError, KeyValueList, Money, MoneyField } from '@farebox/ui'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useApi } from '../trpc/client'
import { type Failure, failureOf } from '../trpc/failure'

type AddMoneyDialogProps = {
  label: string
  title: string
  organizationId: string
  /** Writes the order and answers the page where it is paid. */
  start: (amount: string) => Promise<{ checkoutUrl: string }>
}

const FORM = 'add-money'

export function AddMoneyDialog({ label, title, organizationId, start }: AddMoneyDialogProps) {
  const api = useApi()
  const [amount, setAmount] = useState('20.00')
  const [failure, setFailure] = useState<Failure>()
  const [isLeaving, setIsLeaving] = useState(false)
  const asked = isMoney(amount) ? { organizationId, amount } : skipToken
  const price = useQuery({ ...api.organizations.price.queryOptions(asked), placeholderData: keepPreviousData })
  const wrong = price.error ? failureOf(price.error).message : undefined
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setIsLeaving(true)
    setFailure(undefined)
    try {
      const { checkoutUrl } = await start(amount)
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
        {failure ? <FormError {...failure} charged={false} /> : null}
      </form>
    </Dialog>
  )
}

function isMoney(text: string): boolean {
  try {
    return parseDollars(text.trim()) > 0n
  } catch {
    return false
  }
}
