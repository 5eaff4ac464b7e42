'use client'
// Development: what time it is for Farebox and the Stripe stand-in, and buttons that move it ahead.
import { Button, Menu, toast } from '@farebox/ui'
import { failureOf } from '@farebox/web/failure'
import { useMutation } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useApi } from '../trpc/client'

export function ClockMenu({ today, daysAhead }: { today: string; daysAhead: number }) {
  const router = useRouter()
  const advance = useMutation(
    useApi().clock.advance.mutationOptions({
      onSuccess: ({ now }) => {
        toast.success(`Time moved: it is ${dayOf(now)} for Farebox and the Stripe stand-in.`)
        router.refresh()
      },
      onError: (failure) => toast.error(failureOf(failure).message),
    }),
  )
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="small" icon={<CalendarClock aria-hidden />} isLoading={advance.isPending}>
          <span className="sr-only">Development clock: </span>
          {today}
        </Button>
      }
      entries={[
        {
          kind: 'text',
          id: 'what',
          text: daysAhead > 0 ? `${daysAhead} days ahead. Development only.` : 'Development only: time can be moved ahead.',
        },
        ...[1, 7, 30].map((days) => ({
          kind: 'action' as const,
          label: days === 1 ? 'Advance 1 day' : `Advance ${days} days`,
          onSelect: () => advance.mutate({ days }),
        })),
      ]}
    />
  )
}

export const dayOf = (at: Date) => at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
