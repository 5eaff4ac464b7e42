// /connect/{uid}: an app asks to spend. One page, one decision; it works without JavaScript.
import { consentFacts, HOW_TO_STOP, hasConsented } from '@farebox/billing/consent'
import { PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { askedOfThisBrowser } from '../../../connect/asked'
import { ConsentForm } from '../../../connect/consent-form'
import { WholePage } from '../../../connect/whole-page'
import { clock } from '../../../server/clock'
import { database } from '../../../server/database'
import { requirePerson } from '../../../server/session'

export const metadata: Metadata = { title: 'Allow an app', robots: { index: false }, referrer: 'no-referrer' }

type PageProps = { params: Promise<{ uid: string }>; searchParams: Promise<{ problem?: string | string[]; again?: string }> }

export default async function ConnectPage({ params, searchParams }: PageProps) {
  const { uid } = await params
  const { problem, again } = await searchParams
  const asked = await askedOfThisBrowser(uid)
  // After signing in, Next asks for this page itself, without the cookie that belongs to this path alone: the browser asks once more.
  if (!asked && !again) return <WholePage address={`/connect/${uid}?again=1`} title="One moment" says="Opening the request of the app." />
  if (!asked) redirect('/connect/problem?code=connect_expired' as Route)
  const person = await requirePerson(`/connect/${uid}`)
  const asking = { clientId: asked.clientId, userId: person.userId, now: await clock().now() }
  // Allowed before, and nothing changed: they only had to sign in. Whatever is new, a scope for one, is asked.
  if (asked.prompt === 'login' && (await hasConsented(database(), asking)))
    return <WholePage address={`/connect/${uid}/continue`} title="You are signed in" says="On the way back to the app." />
  const facts = await consentFacts(database(), asking)
  return (
    <PlainShell product="Wallet" footer={HOW_TO_STOP}>
      <ConsentForm
        asked={{ ...asked, action: `/connect/${uid}/decide`, leadsToTopUp: true }}
        facts={facts}
        person={person}
        problem={typeof problem === 'string' ? problem : undefined}
      />
    </PlainShell>
  )
}
