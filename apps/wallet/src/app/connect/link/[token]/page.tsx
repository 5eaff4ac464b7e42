// /connect/link/{token}: an app asks its user to pay from their own wallet. The page shows for which account of the app; what is
// decided here allows nothing until the app has confirmed who came back.
import { findConnectLink, type OpenConnectLink } from '@farebox/billing/connect-links'
import { appConsentFacts, HOW_TO_STOP } from '@farebox/billing/consent'
import { asAppError } from '@farebox/errors'
import { PlainShell } from '@farebox/ui'
import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { ConsentForm } from '../../../../connect/consent-form'
import { clock } from '../../../../server/clock'
import { database } from '../../../../server/database'
import { requirePerson } from '../../../../server/session'

export const metadata: Metadata = { title: 'Connect an app', robots: { index: false }, referrer: 'no-referrer' }

type PageProps = { params: Promise<{ token: string }>; searchParams: Promise<{ problem?: string | string[] }> }

export default async function ConnectLinkPage({ params, searchParams }: PageProps) {
  const { token } = await params
  const { problem } = await searchParams
  const link = await openLink(token)
  const person = await requirePerson(`/connect/link/${token}`)
  const { appId, mode, label, returnsTo, suggestedLimit } = link
  const facts = await appConsentFacts(database(), { appId, mode, userId: person.userId, now: await clock().now() })
  const asked = { action: `/connect/link/${token}/decide`, returnsTo, scopes: [], payingFor: label, suggestedLimit }
  return (
    <PlainShell product="Wallet" footer={HOW_TO_STOP}>
      <ConsentForm asked={asked} facts={facts} person={person} problem={typeof problem === 'string' ? problem : undefined} />
    </PlainShell>
  )
}

async function openLink(token: string): Promise<OpenConnectLink> {
  const link = await findConnectLink(database(), token, await clock().now()).catch((thrown: unknown) => asAppError(thrown).code)
  if (typeof link !== 'string') return link
  redirect(`/connect/problem?code=${link === 'connect_expired' ? 'link_expired' : link}` as Route)
}
