'use client'
// The wallet owes something: what happened, how much to the last digits that matter, and the two ways to pay it.
import { formatCharge, type Microcents } from '@farebox/money'
import { Banner, Button, LinkButton, toast } from '@farebox/ui'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useApi } from '../../trpc/client'
import { failureOf } from '../../trpc/failure'

export function DebtBanner({ owed, repayable }: { owed: Microcents; repayable: Microcents }) {
  const api = useApi()
  const router = useRouter()
  const repay = useMutation(
    api.debt.repay.mutationOptions({
      onSuccess: () => {
        toast.success('It is repaid from your balance.')
        router.refresh()
      },
      onError: (failure) => void toast.error(`${failureOf(failure).message} Nothing was moved.`),
    }),
  )
  return (
    <Banner
      tone="critical"
      title={`You owe ${formatCharge(owed)}`}
      action={
        <span className="flex shrink-0 flex-wrap gap-2">
          {repayable > 0n ? (
            <Button isLoading={repay.isPending} onClick={() => repay.mutate()}>
              Pay {formatCharge(repayable)} from your balance
            </Button>
          ) : null}
          <LinkButton href="/top-up" variant={repayable < owed ? 'primary' : 'secondary'}>
            Top up
          </LinkButton>
        </span>
      }
    >
      A payment went back to its card after its money was spent. No app can spend until it is repaid; the next top-up repays it first.
    </Banner>
  )
}
