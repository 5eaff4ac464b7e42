// /stop/{token}, from a mail: one button that stops an app, or all spending, without signing in. Opening the page changes nothing, since
// programs that look for viruses open it, too. It works without JavaScript.
import { findStop, type Stop } from '@farebox/billing/notices'
import { asAppError } from '@farebox/errors'
import { Banner, Button, LinkButton, PlainShell } from '@farebox/ui'
import { CircleCheck, Hand } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { clock } from '../../../server/clock'
import { stopDesk } from '../../../server/stop-desk'

export const metadata: Metadata = { title: 'Stop spending', robots: { index: false }, referrer: 'no-referrer' }

type PageProps = { params: Promise<{ token: string }>; searchParams: Promise<{ problem?: string | string[] }> }

export default async function StopPage({ params, searchParams }: PageProps) {
  await connection()
  const { token } = await params
  const { problem } = await searchParams
  const stop = await findStop(stopDesk(), token, await clock().now()).catch((thrown: unknown) => asAppError(thrown))
  return (
    <PlainShell product="Wallet" footer="This page stops spending and does nothing else: no balance is shown, and nothing can be raised.">
      {stop instanceof Error ? (
        <Ended why={stop.code === 'not_found' ? stop.message : undefined} />
      ) : (
        <>
          {typeof problem === 'string' && !stop.isStopped ? (
            <div className="pb-5">
              <Banner tone="critical" title="Nothing was stopped">
                {problem}
              </Banner>
            </div>
          ) : null}
          {stop.isStopped ? <Stopped stop={stop} /> : <StopForm stop={stop} token={token} />}
        </>
      )}
    </PlainShell>
  )
}

function StopForm({ stop, token }: { stop: Stop; token: string }) {
  const what = stop.stops === 'app' ? stop.appName : 'all spending'
  return (
    <form action={`/stop/${token}/decide`} method="post">
      <Sheet icon={<Hand aria-hidden />} title={stop.stops === 'app' ? `Stop ${what}?` : 'Pause all spending?'}>
        <ul className="space-y-2 text-ink-soft">
          <li>
            {stop.stops === 'app'
              ? `From now on ${what} cannot spend anything from your wallet.`
              : 'From now on no app can spend anything from your wallet.'}
          </li>
          <li>Calls under way are finished and charged. Your balance and your receipts stay yours.</li>
          <li>{stop.stops === 'app' ? 'To come back, it has to ask you, and you sign in.' : 'To go on, sign in and resume.'}</li>
        </ul>
        <Button type="submit" variant="danger" size="large" isWide>
          {stop.stops === 'app' ? `Stop ${what}` : 'Pause all spending'}
        </Button>
      </Sheet>
    </form>
  )
}

function Stopped({ stop }: { stop: Stop }) {
  return (
    <Sheet isDone icon={<CircleCheck aria-hidden />} title={stop.stops === 'app' ? `${stop.appName} is stopped` : 'All spending is paused'}>
      <p className="text-ink-soft">
        {stop.stops === 'app'
          ? `It cannot spend anything from your wallet any more. Your balance and your receipts stay yours.`
          : 'No app can spend anything from your wallet. Your balance stays yours.'}
      </p>
      <LinkButton href={(stop.stops === 'app' ? '/apps' : '/') as Route} size="large" isWide>
        {stop.stops === 'app' ? 'See your connected apps' : 'Open your wallet'}
      </LinkButton>
    </Sheet>
  )
}

/** Without a reason it was our own failure, and trying again may help. */
function Ended({ why }: { why: string | undefined }) {
  return (
    <Sheet icon={<Hand aria-hidden />} title={why ? 'This link stops nothing any more' : 'This page could not be shown'}>
      <p className="text-ink-soft">
        {why ?? 'Something failed on our side. Try again in a minute.'} Nothing was changed. Signed in, you can stop any app under Apps.
      </p>
      <LinkButton href={'/apps' as Route} size="large" isWide>
        See your connected apps
      </LinkButton>
    </Sheet>
  )
}

function Sheet({ icon, title, isDone = false, children }: { icon: ReactNode; title: string; isDone?: boolean; children: ReactNode }) {
  return (
    <div className="space-y-6 rounded-card border border-line bg-surface p-6 shadow-card sm:p-8">
      <span
        className={`flex size-12 items-center justify-center rounded-full [&_svg]:size-6 ${isDone ? 'bg-positive-soft text-positive' : 'bg-sunken text-ink-soft'}`}
      >
        {icon}
      </span>
      <h1 className="break-words font-semibold text-2xl text-ink tracking-[-0.02em]">{title}</h1>
      {children}
    </div>
  )
}
