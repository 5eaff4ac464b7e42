// What Farebox is in three lines, a call with its receipt, two doors, and what it costs.
import { LinkButton, PlainShell } from '@farebox/ui'
import type { Route } from 'next'
import { ExampleCall, type ExampleOfCall } from './example-call'
import { type PackageOnSale, Packages } from './packages'
import { TwoDoors } from './two-doors'

type FrontPageProps = { calls: ExampleOfCall[]; packages: PackageOnSale[]; gatewayUrl: string; walletUrl: string; today: Date }

export function FrontPage({ calls, packages, gatewayUrl, walletUrl, today }: FrontPageProps) {
  const [call] = calls
  return (
    <PlainShell
      width="page"
      actions={
        <>
          <LinkButton href={'/models' as Route} variant="quiet">
            Prices
          </LinkButton>
          {/* Three do not fit beside the mark on a phone; there the prices lead to the guides. */}
          <LinkButton href={'/docs' as Route} variant="quiet" className="max-sm:hidden">
            Guides
          </LinkButton>
          <LinkButton href={'/sign-in' as Route} variant="quiet">
            Sign in
          </LinkButton>
        </>
      }
      footer="Prices are the providers’ list prices. A charge is never more than was reserved, and a wallet never goes below zero."
    >
      <div className="space-y-20 pt-8 pb-8 sm:space-y-28 sm:pt-16">
        <section aria-labelledby="what" className="max-w-3xl">
          <h1 id="what" className="font-semibold text-4xl text-ink leading-[1.1] tracking-[-0.03em] sm:text-6xl">
            Every rider pays their own fare.
          </h1>
          <p className="mt-6 max-w-2xl text-ink-soft text-lg sm:text-xl">
            Farebox lets you ship an AI app that costs you nothing to run. Your users have a wallet in dollars and say how much your app may
            spend; each call is metered and paid from there. You add a markup, and it is yours, all of it.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <LinkButton href={'/sign-in' as Route} variant="primary" size="large">
              I build apps
            </LinkButton>
            <LinkButton href={walletUrl as Route} size="large">
              I use apps
            </LinkButton>
          </div>
        </section>
        {call ? <ExampleCall call={call} gatewayUrl={gatewayUrl} today={today} /> : null}
        <TwoDoors walletUrl={walletUrl} />
        <Packages packages={packages} />
      </div>
    </PlainShell>
  )
}
