// Back from paying. The money is credited when Stripe says it is paid, which may be a moment later.
import { Banner } from '@farebox/ui'

export function PaidBanner({ what }: { what: string }) {
  return (
    <Banner tone="positive" title="Thank you, the payment went through">
      It is in {what} as soon as Stripe confirms it, usually within seconds. Reload the page if you do not see it yet.
    </Banner>
  )
}
