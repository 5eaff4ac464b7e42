'use client'
// Choosing a package. Works as a plain form: the button leads to Stripe's page.
import { Button, Checkbox, FormError, Money, RadioCards } from '@farebox/ui'
import { useActionState } from 'react'
import type { PayState } from '../server/pay'
import type { PackageTerms } from '../trpc/answers'

const USUAL = 'basic'
const noProblem: PayState = {}

type PackageFormProps = {
  packages: PackageTerms[]
  buy: (state: PayState, form: FormData) => Promise<PayState>
  /** What the action needs to know besides the package. */
  field: { name: string; value: string }
  /** What is agreed to by ticking the box that keeps the card. Left out: no card can be kept here. */
  wordsToSaveCard?: string
}

export function PackageForm({ packages, buy, field, wordsToSaveCard }: PackageFormProps) {
  const [state, submit, isLeaving] = useActionState(buy, noProblem)
  const usual = packages.find(({ name }) => name === USUAL) ?? packages[0]
  return (
    <form action={submit} className="space-y-6">
      <input type="hidden" name={field.name} value={field.value} />
      <RadioCards
        legend="Package"
        name="package"
        // What you get and the fee stand side by side, so that all packages fit on a phone.
        className="[&_label>span:last-of-type]:grid-cols-2"
        defaultValue={usual?.name}
        cards={packages.map(({ name, priceCents, creditMicrocents, feeMicrocents }) => ({
          value: name,
          title: `$${priceCents / 100}`,
          note: name[0]?.toUpperCase() + name.slice(1),
          rows: [
            { label: 'You get', value: <Money amount={creditMicrocents} as="balance" className="font-semibold text-ink" /> },
            { label: 'Fee', value: <Money amount={feeMicrocents} as="balance" /> },
          ],
        }))}
      />
      {wordsToSaveCard ? <Checkbox name="saveCard" label={wordsToSaveCard} /> : null}
      {state.problem ? (
        <FormError
          message={state.problem}
          charged={false}
          {...(state.requestId && { requestId: state.requestId, whatToDo: 'Try again.' })}
        />
      ) : null}
      <Button type="submit" variant="primary" size="large" isWide isLoading={isLeaving}>
        Continue to payment
      </Button>
    </form>
  )
}
