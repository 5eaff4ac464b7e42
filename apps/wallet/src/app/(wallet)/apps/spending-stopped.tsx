// What stops every app at once, said where each of them is called active.
import { Banner, LinkButton } from '@farebox/ui'
import type { WalletHome } from '../../../trpc/answers'

export function SpendingStopped({ home }: { home: Pick<WalletHome, 'status' | 'isInDebt'> }) {
  const why = whyStopped(home)
  if (!why) return null
  return (
    <Banner tone="caution" title="No app can spend now" action={<LinkButton href="/">Your wallet</LinkButton>}>
      {why}
    </Banner>
  )
}

function whyStopped({ status, isInDebt }: Pick<WalletHome, 'status' | 'isInDebt'>): string | undefined {
  if (isInDebt) return 'Your wallet owes money. As soon as that is repaid, each app may spend up to its limit again.'
  if (status === 'frozen') return 'Your wallet is frozen while a payment is being checked.'
  if (status === 'paused') return 'You paused all spending. Limits stay as they are until you let apps spend again.'
  return undefined
}
