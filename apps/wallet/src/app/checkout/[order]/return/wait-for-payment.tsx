'use client'
// The payment is on its way: the page asks again by itself, more slowly each time.
import { Button, Card, Spinner } from '@farebox/ui'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'

const FIRST_MS = 1_500
const LONGEST_MS = 15_000
const TRIES = 20

export function WaitForPayment({ orderId }: { orderId: string }) {
  const router = useRouter()
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (tries >= TRIES) return
    const timer = setTimeout(
      () => {
        router.refresh()
        setTries(tries + 1)
      },
      Math.min(FIRST_MS * 1.5 ** tries, LONGEST_MS),
    )
    return () => clearTimeout(timer)
  }, [router, tries])
  return (
    <Card className="space-y-4 text-center">
      <p role="status" className="flex items-center justify-center gap-3 font-semibold text-ink">
        <Spinner />
        Waiting for the payment
      </p>
      <p className="text-ink-soft text-sm">
        Stripe has not said yet that it is paid. This page notices by itself. You can also leave: it will be credited once, whoever looks
        first.
      </p>
      <div className="flex justify-center gap-3">
        <Button onClick={() => router.refresh()}>Look again</Button>
        <Button variant="quiet" onClick={() => router.push(`/checkout/${orderId}` as '/')}>
          Back to the purchase
        </Button>
      </div>
    </Card>
  )
}
