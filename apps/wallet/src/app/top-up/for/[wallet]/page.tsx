// Topping up a wallet nobody has claimed: where a refused call leads. Works signed out; shows nothing but for which app one pays.
import { Banner, PageHeader, PlainShell } from '@farebox/ui'
import type { Metadata } from 'next'
import { PackageForm } from '../../../../packages/package-form'
import { buyForUnclaimed } from '../../../../server/pay'
import { found } from '../../../../trpc/found'
import { caller } from '../../../../trpc/server'
import { percent } from '../../../../words/percent'

export const metadata: Metadata = { title: 'Top up', robots: { index: false }, referrer: 'same-origin' }

type PageProps = { params: Promise<{ wallet: string }>; searchParams: Promise<{ paid?: string | string[] }> }

export default async function UnclaimedTopUpPage({ params, searchParams }: PageProps) {
  const { wallet } = await params
  const { paid } = await searchParams
  const { topups } = await caller()
  const { appName, mode, markupBps } = await found(topups.unclaimed({ wallet }))
  const packages = await topups.packages()
  return (
    <PlainShell product="Wallet" footer="Payment by Stripe. Farebox never sees your card.">
      <div className="space-y-6">
        {mode === 'sandbox' ? (
          <Banner tone="caution" title="Sandbox">
            No real money moves. Use Stripe’s test cards.
          </Banner>
        ) : null}
        {paid ? (
          <Banner tone="positive" title="Your balance is there">
            Go back to {appName} and try again. The receipt is in your mail.
          </Banner>
        ) : null}
        <PageHeader
          title={`AI balance for ${appName}`}
          description={`Spendable in ${appName}. No account is needed. Each call costs the model’s price plus ${percent(markupBps)} to ${appName}.`}
        />
        <PackageForm packages={packages} buy={buyForUnclaimed} field={{ name: 'wallet', value: wallet }} />
      </div>
    </PlainShell>
  )
}
