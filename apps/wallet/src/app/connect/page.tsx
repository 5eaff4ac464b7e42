// /connect?app=…: where a refused call says that a user is not connected. Only the app can name its user, so only it can start: the
// page says so, and what the person can do themselves. Who the call was for is not shown: anybody can write such an address.
import { type AskingApp, findAskingApp } from '@farebox/billing/connect-links'
import { EmptyState, LinkButton, PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { notFound } from 'next/navigation'
import { clock } from '../../server/clock'
import { database } from '../../server/database'
import { currentPerson } from '../../server/session'
import { hostOf } from '../../words/host-of'

export const metadata: Metadata = { title: 'Connect an app', robots: { index: false } }

export default async function ConnectPage({ searchParams }: { searchParams: Promise<{ app?: string | string[] }> }) {
  const { app } = await searchParams
  const person = await currentPerson()
  const asking = typeof app === 'string' ? await findAskingApp(database(), { app, userId: person?.userId, now: await clock().now() }) : null
  if (!asking) notFound()
  const isTheirsToChange = asking.connection === 'active' || asking.connection === 'paused'
  return (
    <PlainShell product="Wallet">
      <h1 className="sr-only">Connect {asking.name}</h1>
      <EmptyState
        title={titleOf(asking)}
        why={whyOf(asking)}
        action={
          isTheirsToChange ? (
            <LinkButton href={`/apps/${asking.id}` as Route}>See what {asking.name} may spend</LinkButton>
          ) : (
            <LinkButton href={'/' as Route}>To your wallet</LinkButton>
          )
        }
      />
    </PlainShell>
  )
}

function titleOf({ name, connection }: AskingApp): string {
  if (connection === 'active') return `${name} is connected to your wallet`
  if (connection === 'paused') return `You paused ${name}`
  if (connection === 'ended') return `Your permission for ${name} has ended`
  return `${name} is not connected to your wallet`
}

function whyOf({ name, origin, connection }: AskingApp): string {
  const where = origin ? `${name} (${hostOf(origin)})` : name
  if (connection === 'active') return `If a call still says otherwise, it was for another account: connect that one from ${where}.`
  if (connection === 'paused') return 'Nothing is charged until you resume it.'
  return `Open ${where} and choose to connect your wallet there: it sends you here with a link for your account, and you choose the limit. Nothing was charged.`
}
