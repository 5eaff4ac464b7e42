// Top up: packages side by side, with what is paid, what arrives, and the difference in dollars.
import { formatCharge } from '@farebox/money'
import { Banner, PageHeader } from '@farebox/ui'
import type { Metadata } from 'next'
import Link from 'next/link'
import { PackageForm } from '../../../packages/package-form'
import { buyPackage } from '../../../server/pay'
import { caller } from '../../../trpc/server'

export const metadata: Metadata = { title: 'Top up' }

type PageProps = { searchParams: Promise<{ returnTo?: string | string[]; canceled?: string | string[] }> }

export default async function TopUpPage({ searchParams }: PageProps) {
  const { returnTo, canceled } = await searchParams
  const { topups, cards, debt: debts } = await caller()
  const [packages, wordsToSaveCard, debt] = await Promise.all([topups.packages(), cards.consentWords(), debts.read()])
  return (
    <>
      <PageHeader title="Top up" description="Prepaid dollars for every app you allow. Nothing renews by itself unless you turn that on." />
      {canceled ? (
        <Banner tone="neutral" title="The payment was not made">
          You were not charged.
        </Banner>
      ) : null}
      {debt.owed > 0n ? (
        <Banner tone="caution" title={`You owe ${formatCharge(debt.owed)}`}>
          What you get repays that first, and the rest is yours to spend. Apps can spend again as soon as all of it is repaid.
        </Banner>
      ) : null}
      <PackageForm
        packages={packages}
        buy={buyPackage}
        wordsToSaveCard={wordsToSaveCard}
        field={{ name: 'returnTo', value: typeof returnTo === 'string' ? returnTo : '/' }}
      />
      <div className="max-w-prose space-y-2 text-ink-soft text-sm">
        <p>The fee pays for your card, for refunds and for running Farebox. There is no other: apps and models charge from the credit.</p>
        <p>
          Within 14 days a top-up of which nothing was spent is refunded whole, fee included. Later, or partly spent: the unspent credit.
          After three whole refunds within 30 days, the next top-up waits until the first of them is 30 days ago.
        </p>
        <p>You pay on Stripe’s page. We never see your card.</p>
        <p>
          Rather not think of it?{' '}
          <Link href="/auto-top-up" className="font-medium text-accent-ink underline underline-offset-4">
            Automatic top-up
          </Link>{' '}
          buys a package when your balance gets low, if you agree to it.
        </p>
      </div>
    </>
  )
}
