'use client'
// The one sentence with every amount, a box to tick, and the button that turns it on.
import type { WalletRouter } from '@farebox/billing/routers'
import { formatBalance } from '@farebox/money'
import { Banner, Button, Card, Checkbox, FormError, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import type { inferProcedureOutput } from '@trpc/server'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useApi } from '../../../trpc/client'
import { failureOf } from '../../../trpc/failure'

export type AskedTerms = { packageName: string; threshold: string; monthMax: string; cardId: string }
export type AutoTopupOffer = inferProcedureOutput<WalletRouter['autoTopup']['preview']>

type AgreementProps = {
  terms: AskedTerms
  offer: AutoTopupOffer
  onBack: () => void
  /** What would be charged is not what was read any more. */
  onChanged: () => void
}

export function Agreement({ terms, offer, onBack, onChanged }: AgreementProps) {
  const api = useApi()
  const router = useRouter()
  const [isAgreed, setIsAgreed] = useState(false)
  const turnOn = useMutation(
    api.autoTopup.turnOn.mutationOptions({
      onSuccess: () => {
        toast.success('Automatic top-up is on.')
        onBack()
        router.refresh()
      },
      onError: (thrown) => {
        if (failureOf(thrown).code !== 'auto_topup_changed') return
        setIsAgreed(false)
        onChanged()
      },
    }),
  )
  return (
    <Card className="space-y-5">
      <blockquote className="border-accent border-s-2 ps-4 font-medium text-ink text-lg leading-7">{offer.sentence}</blockquote>
      <p className="text-ink-soft text-sm">
        Each time you pay {formatBalance(offer.price)}, get {formatBalance(offer.credit)} and a receipt by mail; the fee is{' '}
        {formatBalance(offer.fee)}. What is not spent can be refunded like any top-up.
      </p>
      {offer.chargesNow ? (
        <Banner tone="caution" title={`You will be charged ${formatBalance(offer.price)} now`}>
          Your balance is below that amount already.
        </Banner>
      ) : null}
      <Checkbox
        label="I have read this sentence and agree to it."
        checked={isAgreed}
        onChange={(event) => setIsAgreed(event.target.checked)}
      />
      {turnOn.error ? <FormError {...failureOf(turnOn.error)} charged={false} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="primary"
          disabled={!isAgreed}
          isLoading={turnOn.isPending}
          onClick={() => turnOn.mutate({ ...terms, agreed: offer.sentence })}
        >
          Turn on automatic top-up
        </Button>
        <Button variant="quiet" onClick={onBack}>
          Change the amounts
        </Button>
      </div>
    </Card>
  )
}
