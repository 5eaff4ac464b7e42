'use client'
// Back from Stripe's pages: asks Stripe once what it says now. A link that ended is replaced by a new one on demand.
import { Banner } from '@farebox/ui'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useApi } from '../../../trpc/client'

export function BackFromStripe({ organizationId, way }: { organizationId: string; way: 'done' | 'again' }) {
  const api = useApi()
  const cache = useQueryClient()
  const hasAsked = useRef(false)
  const { mutate, isPending, data, error } = useMutation(
    api.payouts.refresh.mutationOptions({ onSettled: () => void cache.invalidateQueries() }),
  )
  useEffect(() => {
    if (hasAsked.current) return
    hasAsked.current = true
    mutate({ organizationId })
  }, [mutate, organizationId])
  if (way === 'again') {
    return (
      <Banner tone="caution" title="That link to Stripe had ended">
        Each link works once, for a few minutes. Continue below with a new one; what you gave Stripe is kept.
      </Banner>
    )
  }
  if (data?.isReady) {
    return (
      <Banner tone="positive" title="You can be paid">
        Stripe has what it needs. What is available is paid out by itself, once a day.
      </Banner>
    )
  }
  return (
    <Banner tone="neutral" title={isPending ? 'Asking Stripe …' : 'Back from Stripe'}>
      {error ? 'Stripe did not answer just now. We ask again by ourselves.' : 'What Stripe still asks, if anything, is listed below.'}
    </Banner>
  )
}
